// One layer at a time, forward and backward, and its twin in plain ATen calls for comparison:
//
//   sempurna_kernels_bench --benchmark_filter=conv
//
// Shapes are those of published models. Counters: items/s are pictures or tokens.

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <functional>
#include <string>
#include <vector>

#include "kernels/attention.h"
#include "kernels/bf16.h"
#include "kernels/conv_norm.h"
#include "kernels/layer_norm.h"
#include "kernels/linear.h"
#include "kernels/plain.h"
#include "run_benchmarks.h"

namespace sempurna::kernels {
namespace {

/// The twin in plain ATen calls, or the kernel at one of its precisions.
enum class Way { Plain, Fp32, Bf16 };

struct Layer {
  std::function<Tensor()> forward;
  std::vector<Tensor> inputs;  ///< whose gradients are computed; none: evaluation
};

Tensor parameter(at::IntArrayRef sizes) {
  return at::randn(sizes).mul_(0.05).requires_grad_(true);
}

Tensor input(at::IntArrayRef sizes, Way way) {
  Tensor x = at::randn(sizes);
  if (x.dim() == 4) x = x.contiguous(at::MemoryFormat::ChannelsLast);
  return x.to(way == Way::Bf16 ? at::kBFloat16 : at::kFloat).requires_grad_(true);
}

constexpr int64_t kPictures = 16;

/// BERT's base size.
constexpr int64_t kWidth = 768;
constexpr int64_t kInner = 3072;
constexpr int64_t kHeads = 12;

Layer up(Way way, int64_t tokens) {
  const Tensor x = input({tokens, kWidth}, way);
  const Tensor weight = parameter({kInner, kWidth});
  const Tensor bias = parameter({kInner});
  const auto linear = way == Way::Plain ? plain::linear : kernels::linear;
  return {[=] { return linear(x, weight, bias, Activation::Gelu); }, {x, weight, bias}};
}

Layer norm(Way way, int64_t tokens) {
  const Tensor x = input({tokens, kWidth}, way);
  const Tensor residual = input({tokens, kWidth}, way);
  const Tensor weight = parameter({kWidth});
  const Tensor bias = parameter({kWidth});
  const auto add_norm = way == Way::Plain ? plain::add_layer_norm : add_layer_norm;
  return {[=] { return add_norm(x, residual, weight, bias, 1e-12); }, {x, residual, weight, bias}};
}

Layer attention(Way way, int64_t texts, int64_t length) {
  const Tensor qkv = input({texts * length, 3 * kWidth}, way);
  const Tensor offsets = equal_offsets(texts, length);
  const AttentionOptions options{.heads = kHeads, .scale = 0.125};
  if (way != Way::Plain) return {[=] { return packed_attention(qkv, offsets, options); }, {qkv}};
  const auto forward = [=] {
    const auto parts = qkv.chunk(3, 1);
    return plain::packed_attention(parts[0], parts[1], parts[2], offsets, options);
  };
  return {forward, {qkv}};
}

/// A convolution with its batch norm on square pictures.
struct Conv {
  const char* name;
  int64_t side, in, out, kernel, stride, groups;
};

constexpr Conv kConvs[] = {
    {"stem", 224, 3, 32, 3, 2, 1},        // MobileNetV2's first
    {"pointwise", 56, 24, 144, 1, 1, 1},  // an expansion in it
    {"depthwise", 56, 144, 144, 3, 1, 144},
    {"depthwise5", 28, 240, 240, 5, 1, 240},  // EfficientNet-B0's
    {"full", 56, 64, 64, 3, 1, 1},            // ResNet-18's
};

Layer conv(Way way, const Conv& c, bool training) {
  const Tensor x = input({kPictures, c.in, c.side, c.side}, way);
  const Tensor weight = parameter({c.out, c.in / c.groups, c.kernel, c.kernel});
  const Tensor gamma = at::ones({c.out}).requires_grad_(true);
  const Tensor beta = parameter({c.out});
  Tensor mean = at::zeros({c.out});
  Tensor var = at::ones({c.out});
  const int64_t pad = c.kernel / 2;
  const Padding padding{pad, pad, pad, pad};
  const Norm norm{gamma, beta, mean, var, training, 0.1, 1e-5};
  std::function<Tensor()> forward;
  if (way == Way::Plain) {
    forward = [=]() mutable {
      const Tensor y = plain::conv2d(x, weight, {}, c.stride, padding, c.groups);
      return plain::batch_norm_add(y, gamma, beta, mean, var, training, 0.1, 1e-5, {},
                                   Activation::Relu6);
    };
  } else if (training) {
    forward = [=] {
      return conv_norm(x, weight, c.stride, padding, c.groups, norm, {}, Activation::Relu6);
    };
  } else {
    forward = [=] {
      return conv2d_batch_norm(x, weight, c.stride, padding, c.groups, gamma, beta, mean, var,
                               norm.eps, Activation::Relu6);
    };
  }
  if (!training) return {forward, {}};
  return {forward, {x, weight, gamma, beta}};
}

void measure(benchmark::State& state, const Layer& layer, int64_t items) {
  const at::AutoGradMode gradients(!layer.inputs.empty());
  const Tensor along = at::randn_like(layer.forward());  // the gradient that comes from behind
  for (auto round : state) {
    const Tensor y = layer.forward();
    if (!layer.inputs.empty()) torch::autograd::grad({y}, layer.inputs, {along});
  }
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * items);
}

void add(const std::string& name, int64_t items, const std::function<Layer(Way)>& make) {
  const auto add_way = [&](const std::string& way_name, Way way) {
    add_benchmark(name + "/" + way_name,
                  [=](benchmark::State& state) { measure(state, make(way), items); });
  };
  add_way("plain", Way::Plain);
  add_way("fp32", Way::Fp32);
  if (bf16_supported()) add_way("bf16", Way::Bf16);
}

void add_layers() {
  // Texts of SST-2's mean length, and pictures of 14 x 14 patches with a class token.
  constexpr int64_t kTexts = 64, kLength = 20, kPatches = 197;
  constexpr int64_t kTokens = kTexts * kLength;
  add("linear", kTokens, [=](Way way) { return up(way, kTokens); });
  add("add_layer_norm", kTokens, [=](Way way) { return norm(way, kTokens); });
  add("attention/texts", kTokens, [=](Way way) { return attention(way, kTexts, kLength); });
  add("attention/patches", 8 * kPatches, [=](Way way) { return attention(way, 8, kPatches); });
  for (const Conv& c : kConvs) {
    add(std::string("conv_norm/") + c.name, kPictures, [=](Way way) { return conv(way, c, true); });
    add(std::string("conv_norm_frozen/") + c.name, kPictures,
        [=](Way way) { return conv(way, c, false); });
  }
}

}  // namespace
}  // namespace sempurna::kernels

int main(int argc, char** argv) {
  return sempurna::run_benchmarks(argc, argv, sempurna::kernels::add_layers);
}
