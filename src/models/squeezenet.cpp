#include "models/squeezenet.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/error.h"
#include "catalog/families.h"
#include "kernels/activation.h"
#include "kernels/dropout.h"
#include "kernels/linear.h"
#include "kernels/pool.h"
#include "models/naming.h"
#include "models/picture_model.h"
#include "nn/convolution.h"
#include "nn/draw.h"

namespace sempurna {
namespace {

constexpr int64_t kWidth = 512;
constexpr int64_t kSmallestSide = 32;

/// A fire module's place among "features" and its channels; expanded twice, by 1 × 1 and 3 × 3.
struct FireConfig {
  int place;
  int64_t in;
  int64_t squeezed;
  int64_t expanded;
};

struct Variant {
  std::string_view name;
  int64_t stem;
  int64_t kernel;
  std::array<FireConfig, 8> fires;
  std::array<int, 2> pools;  ///< the places that halve, besides the one after the stem
};

constexpr std::array<Variant, 2> kVariants = {{
    {"squeezenet1_0",
     96,
     7,
     {{{3, 96, 16, 64},
       {4, 128, 16, 64},
       {5, 128, 32, 128},
       {7, 256, 32, 128},
       {8, 256, 48, 192},
       {9, 384, 48, 192},
       {10, 384, 64, 256},
       {12, 512, 64, 256}}},
     {6, 11}},
    {"squeezenet1_1",
     64,
     3,
     {{{3, 64, 16, 64},
       {4, 128, 16, 64},
       {6, 128, 32, 128},
       {7, 256, 32, 128},
       {9, 256, 48, 192},
       {10, 384, 48, 192},
       {11, 384, 64, 256},
       {12, 512, 64, 256}}},
     {5, 8}},
}};

const Variant& variant_of(const Json& config) {
  const std::string name = architecture_of(config);
  for (const auto& variant : kVariants) {
    if (variant.name == name) return variant;
  }
  throw Error(Code::InvalidArgument,
              "config.json has '{}' for 'architecture', which must be squeezenet1_0 or "
              "squeezenet1_1",
              name);
}

Convolution conv(const ParameterSource& source, int64_t in, int64_t out, int64_t kernel,
                 int64_t stride, int64_t padding) {
  return Convolution(source,
                     {.in = in, .out = out, .kernel = kernel, .stride = stride, .padding = padding},
                     Init::kaiming_normal());
}

Tensor rectified(const Tensor& x) {
  return kernels::activate(x, kernels::Activation::Relu);
}

/// Few channels, then many again by small and by larger convolutions side by side.
class Fire {
 public:
  Fire(const ParameterSource& source, const FireConfig& fire)
      : squeeze_(conv(source.scope("squeeze"), fire.in, fire.squeezed, 1, 1, 0)),
        small_(conv(source.scope("expand1x1"), fire.squeezed, fire.expanded, 1, 1, 0)),
        large_(conv(source.scope("expand3x3"), fire.squeezed, fire.expanded, 3, 1, 1)) {}

  Tensor operator()(const Tensor& x) const {
    const Tensor squeezed = rectified(squeeze_(x));
    return at::cat({rectified(small_(squeezed)), rectified(large_(squeezed))}, 1);
  }

  Value draw(Graph& graph, const Value& x) const {
    const Value squeezed = graph.node("Relu", {squeeze_.draw(graph, x)});
    return graph.node("Concat",
                      {graph.node("Relu", {small_.draw(graph, squeezed)}),
                       graph.node("Relu", {large_.draw(graph, squeezed)})},
                      {{"axis", 1}});
  }

 private:
  Convolution squeeze_;
  Convolution small_;
  Convolution large_;
};

class SqueezeNet final : public PictureModel {
 public:
  SqueezeNet(const ParameterSource& source, const Variant& variant, int64_t classes)
      : PictureModel(3),
        variant_(variant),
        stem_(conv(source.scope("features.0"), 3, variant.stem, variant.kernel, 2, 0)) {
    for (const auto& fire : variant.fires) {
      fires_.emplace_back(source.scope("features." + std::to_string(fire.place)), fire);
    }
    const ParameterSource head = source.head().scope("classifier.1");
    head_weight_ = head.parameter("weight", {classes, kWidth, 1, 1}, Init::glorot_uniform());
    head_bias_ = head.parameter("bias", {classes}, Init::zeros());
    parameters_ = source.asked();
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const Tensor kept =
        kernels::dropout(features, pass.head_dropout, pass.next_seed(), pass.training);
    const bool binary = head_bias_.size(0) == 1;
    const Tensor scores =
        kernels::linear(kept.view({features.size(0), -1, kWidth}), head_weight_.flatten(1),
                        head_bias_, binary ? kernels::Activation::None : kernels::Activation::Relu);
    return scores.mean(1);
  }

  Tensor classification_weight() const override { return head_weight_; }

 private:
  Tensor backbone(const Tensor& pixels, const Pass&) override {
    if (pixels.size(2) < kSmallestSide || pixels.size(3) < kSmallestSide) {
      throw Error(Code::InvalidArgument,
                  "SqueezeNet reads pictures of at least {} x {} pixels, not {} x {}",
                  kSmallestSide, kSmallestSide, pixels.size(3), pixels.size(2));
    }
    const auto halve = [](const Tensor& x) { return kernels::max_pool2d(x, 3, 2, 0, true); };
    Tensor x = halve(rectified(stem_(pixels)));
    for (size_t i = 0; i < fires_.size(); ++i) x = fires_[i](halves_before(i) ? halve(x) : x);
    // Place by place, all channels of each: as they lie in memory.
    return x.permute({0, 2, 3, 1}).reshape({x.size(0), -1});
  }

  /// The maps before they are laid flat: [B, C, Y, X].
  Value draw_backbone(Graph& graph, const Value& pixels) const override {
    const auto halve = [&](const Value& x) {
      return graph.node("MaxPool", {x},
                        {{"kernel_shape", std::vector<int64_t>{3, 3}},
                         {"strides", std::vector<int64_t>{2, 2}},
                         {"ceil_mode", 1}});
    };
    Value x = halve(graph.node("Relu", {stem_.draw(graph, pixels)}));
    for (size_t i = 0; i < fires_.size(); ++i)
      x = fires_[i].draw(graph, halves_before(i) ? halve(x) : x);
    return x;
  }

  Value draw_head(Graph& graph, const Value& maps) const override {
    const Value scores =
        graph.node("Conv", {maps, graph.constant(head_weight_), graph.constant(head_bias_)});
    const bool binary = head_bias_.size(0) == 1;
    return draw_average_pool(graph, binary ? scores : graph.node("Relu", {scores}));
  }

  bool halves_before(size_t fire) const {
    return std::ranges::any_of(variant_.pools,
                               [&](int pool) { return variant_.fires[fire].place == pool + 1; });
  }

  const Variant& variant_;
  Convolution stem_;
  std::vector<Fire> fires_;
  Tensor head_weight_;
  Tensor head_bias_;
};

}  // namespace

std::unique_ptr<Model> build_squeezenet(const ModelRequest& request) {
  return std::make_unique<SqueezeNet>(picture_source(request, "squeezenet"),
                                      variant_of(request.config), request.classes);
}

}  // namespace sempurna
