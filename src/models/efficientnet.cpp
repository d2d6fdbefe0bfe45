#include "models/efficientnet.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/error.h"
#include "catalog/families.h"
#include "models/config_reader.h"
#include "models/inverted_residual.h"
#include "models/naming.h"

namespace sempurna {
namespace {

constexpr std::array<NamingSign, 4> kSigns = {{
    {Naming::HuggingFace, "efficientnet.embeddings.convolution.weight"},
    {Naming::HuggingFace, "embeddings.convolution.weight"},
    {Naming::Torchvision, "features.0.0.weight"},
    {Naming::Timm, "conv_stem.weight"},
}};

/// Blocks of one shape one after another; only the first has the stride.
struct Stage {
  int64_t expansion;
  int64_t kernel;
  int64_t stride;
  int64_t in;
  int64_t out;
  int64_t repeats;
};

constexpr std::array<Stage, 7> kStages = {{
    {1, 3, 1, 32, 16, 1},
    {6, 3, 2, 16, 24, 2},
    {6, 5, 2, 24, 40, 2},
    {6, 3, 2, 40, 80, 3},
    {6, 5, 1, 80, 112, 3},
    {6, 5, 2, 112, 192, 4},
    {6, 3, 1, 192, 320, 1},
}};

/// torchvision's efficientnet_v2_s (Tan and Le 2021): the first three stages are fused, without
/// squeeze and excitation.
constexpr std::array<Stage, 6> kV2Small = {{
    {1, 3, 1, 24, 24, 2},
    {4, 3, 2, 24, 48, 4},
    {4, 3, 2, 48, 64, 4},
    {4, 3, 2, 64, 128, 6},
    {6, 3, 1, 128, 160, 9},
    {6, 3, 2, 160, 256, 15},
}};
constexpr size_t kFusedStages = 3;

struct Scale {
  double width;
  double depth;
  int64_t divisor = 8;
};

constexpr std::array<Scale, 8> kScales = {{{1.0, 1.0},
                                           {1.0, 1.1},
                                           {1.1, 1.2},
                                           {1.2, 1.4},
                                           {1.4, 1.8},
                                           {1.6, 2.2},
                                           {1.8, 2.6},
                                           {2.0, 3.1}}};

int64_t scaled(int64_t channels, const Scale& scale) {
  return round_channels(static_cast<double>(channels) * scale.width, scale.divisor, scale.divisor);
}

/// All but names, paddings and where residuals are, in which the sources differ.
std::vector<InvertedResidual> blocks_of(const std::vector<Stage>& stages, const Scale& scale,
                                        double squeeze_ratio, double drop_rate) {
  constexpr int64_t kMostBlocks = 1000;
  std::vector<InvertedResidual> blocks;
  for (const auto& stage : stages) {
    const auto repeats =
        static_cast<int64_t>(std::ceil(scale.depth * static_cast<double>(stage.repeats)));
    for (int64_t i = 0; i < repeats; ++i) {
      InvertedResidual block;
      block.in = scaled(i == 0 ? stage.in : stage.out, scale);
      block.out = scaled(stage.out, scale);
      block.expanded = block.in * stage.expansion;
      block.expands = stage.expansion > 1;
      block.squeezed =
          std::max<int64_t>(1, static_cast<int64_t>(static_cast<double>(block.in) * squeeze_ratio));
      block.kernel = stage.kernel;
      block.stride = i == 0 ? stage.stride : 1;
      block.residual = block.stride == 1 && i > 0;
      block.begins_stage = i == 0;
      blocks.push_back(block);
    }
    if (blocks.size() > kMostBlocks) {
      throw Error(Code::InvalidArgument,
                  "config.json asks for more than {} blocks by 'num_block_repeats' and "
                  "'depth_coefficient'",
                  kMostBlocks);
    }
  }
  for (size_t i = 0; i < blocks.size(); ++i) {
    blocks[i].drop_rate = drop_rate * static_cast<double>(i) / static_cast<double>(blocks.size());
  }
  return blocks;
}

std::vector<Stage> hugging_face_stages(const ConfigReader& fields) {
  const auto column = [&](std::string_view field, int64_t most, int64_t Stage::*member) {
    std::vector<int64_t> missing;
    for (const auto& stage : kStages) missing.push_back(stage.*member);
    return fields.counts(field, 1, 32, 1, most, missing);
  };
  const auto expansions = column("expand_ratios", 64, &Stage::expansion);
  const auto kernels = column("kernel_sizes", 31, &Stage::kernel);
  const auto strides = column("strides", 2, &Stage::stride);
  const auto ins = column("in_channels", 8192, &Stage::in);
  const auto outs = column("out_channels", 8192, &Stage::out);
  const auto repeats = column("num_block_repeats", 100, &Stage::repeats);
  std::vector<Stage> stages;
  for (const auto* list : {&expansions, &kernels, &strides, &outs, &repeats}) {
    if (list->size() != ins.size()) {
      throw Error(Code::InvalidArgument,
                  "config.json has lists of {} and of {} stages among 'in_channels', "
                  "'out_channels', 'kernel_sizes', 'strides', 'expand_ratios', "
                  "'num_block_repeats'; all need one length",
                  ins.size(), list->size());
    }
  }
  for (size_t i = 0; i < ins.size(); ++i) {
    if (kernels[i] % 2 == 0) {
      throw Error(Code::InvalidArgument,
                  "config.json has {} in 'kernel_sizes', where only odd sizes are known here",
                  kernels[i]);
    }
    stages.push_back({expansions[i], kernels[i], strides[i], ins[i], outs[i], repeats[i]});
  }
  return stages;
}

InvertedResidualConfig hugging_face_config(const ConfigReader& fields) {
  const Scale scale = {fields.number("width_coefficient", 0.01, 16, 2),
                       fields.number("depth_coefficient", 0.01, 16, 3.1),
                       fields.count("depth_divisor", 1, 1024, 8)};
  const auto stages = hugging_face_stages(fields);
  InvertedResidualConfig config;
  config.colours = fields.count("num_channels", 1, 16, 3);
  config.stem = scaled(32, scale);
  config.stem_sides = Sides::Late;
  config.features = scaled(1280, scale);
  config.activation = fields.activation("hidden_act", "swish");
  const std::string pooling = fields.text("pooling_type", "mean");
  if (pooling != "mean" && pooling != "max") {
    throw Error(Code::InvalidArgument,
                "config.json has '{}' for 'pooling_type', which must be mean or max", pooling);
  }
  config.max_pool = pooling == "max";
  // As with MobileNetV2, transformers hands a decay of 0.99 to PyTorch, which takes it for the
  // share of the batch; PyTorch's own 0.1 is used instead.
  config.norm.eps = fields.small("batch_norm_eps", 0.001);
  config.blocks = blocks_of(stages, scale, fields.number("squeeze_expansion_ratio", 0.001, 1, 0.25),
                            fields.rate("drop_connect_rate", 0.2));
  if (config.blocks.front().in != config.stem) {
    throw Error(Code::InvalidArgument,
                "config.json has {} first in 'in_channels', which must be 32, the stem's channels",
                stages.front().in);
  }
  const auto even = fields.counts("depthwise_padding", 0, 1000, 0, 1000, {});
  config.stem_names = {"efficientnet.embeddings.convolution", "efficientnet.embeddings.batchnorm"};
  for (size_t i = 0; i < config.blocks.size(); ++i) {
    InvertedResidual& block = config.blocks[i];
    const bool listed = std::find(even.begin(), even.end(), static_cast<int64_t>(i)) != even.end();
    block.sides = block.stride == 2 && !listed ? Sides::Late : Sides::Even;
    const std::string at = fmt::format("efficientnet.encoder.blocks.{}.", i);
    block.expand_names = {at + "expansion.expand_conv", at + "expansion.expand_bn"};
    block.depthwise_names = {at + "depthwise_conv.depthwise_conv",
                             at + "depthwise_conv.depthwise_norm"};
    block.project_names = {at + "projection.project_conv", at + "projection.project_bn"};
    block.reduce = at + "squeeze_excite.reduce";
    block.restore = at + "squeeze_excite.expand";
  }
  config.last_names = {"efficientnet.encoder.top_conv", "efficientnet.encoder.top_bn"};
  config.head = "classifier";
  return config;
}

void name_as_torchvision(InvertedResidualConfig& config) {
  config.stem_names = numbered("features.0");
  int stage = 0;
  int place = 0;
  for (InvertedResidual& block : config.blocks) {
    stage += block.begins_stage ? 1 : 0;
    place = block.begins_stage ? 0 : place + 1;
    const std::string at = fmt::format("features.{}.{}.block.", stage, place);
    if (block.fused) {
      block.expand_names = numbered(at + "0");
      block.project_names = numbered(at + "1");
      continue;
    }
    int next = 0;
    if (block.expands) block.expand_names = numbered(at + std::to_string(next++));
    block.depthwise_names = numbered(at + std::to_string(next++));
    block.reduce = at + std::to_string(next) + ".fc1";
    block.restore = at + std::to_string(next++) + ".fc2";
    block.project_names = numbered(at + std::to_string(next));
  }
  config.last_names = numbered(fmt::format("features.{}", stage + 1));
  config.head = "classifier.1";
}

/// A network of torchvision's or timm's by its name.
struct Variant {
  std::span<const Stage> stages = kStages;
  Scale scale = kScales[0];
  bool tensorflow = false;  ///< timm's ports: TensorFlow's padding and epsilon
  bool lite = false;        ///< timm's: no squeeze and excitation, ReLU6, ends of fixed size
  bool second = false;      ///< the second version
  BatchNormOptions norm;
};

/// "efficientnet_b0" to b7, timm's "tf_efficientnet_b0" to b7 and "efficientnet_lite0",
/// torchvision's "efficientnet_v2_s".
Variant variant_of(const std::string& name) {
  Variant variant;
  if (name == "efficientnet_v2_s") {
    variant.stages = kV2Small;
    variant.second = true;
    variant.norm.eps = 0.001;
    return variant;
  }
  variant.lite = name == "efficientnet_lite0";
  if (variant.lite) return variant;
  variant.tensorflow = name.starts_with("tf_");
  const std::string rest = variant.tensorflow ? name.substr(3) : name;
  if (rest.size() != 15 || !rest.starts_with("efficientnet_b") || rest[14] < '0' ||
      rest[14] > '7') {
    throw Error(Code::InvalidArgument,
                "config.json names the architecture '{}'; those of EfficientNet known here are "
                "efficientnet_b0 to efficientnet_b7, tf_efficientnet_b0 to tf_efficientnet_b7, "
                "efficientnet_lite0 and efficientnet_v2_s",
                name);
  }
  variant.scale = kScales[static_cast<size_t>(rest[14] - '0')];
  if (variant.tensorflow) variant.norm.eps = 0.001;
  return variant;
}

InvertedResidualConfig architecture_config(const Json& json, Naming naming) {
  const std::string name = architecture_of(json);
  const Variant variant = variant_of(name);
  const auto& [stages, scale, tensorflow, lite, second, norm] = variant;
  const bool timm = naming == Naming::Timm || tensorflow || lite;
  InvertedResidualConfig config;
  config.norm = norm;
  if (!timm && !second && name.back() >= '5') config.norm = {0.001, 0.01};
  config.stem = scaled(second ? 24 : 32, scale);
  config.blocks = blocks_of({stages.begin(), stages.end()}, scale, 0.25, 0.2);
  config.features = second || lite ? 1280
                    : timm         ? scaled(1280, scale)
                                   : 4 * config.blocks.back().out;
  config.activation = lite ? kernels::Activation::Relu6 : kernels::Activation::Silu;
  config.stem_sides = tensorflow ? Sides::Same : Sides::Even;
  size_t stage = 0;  // from 1
  for (InvertedResidual& block : config.blocks) {
    stage += block.begins_stage ? 1 : 0;
    block.sides = config.stem_sides;
    block.fused = second && stage <= kFusedStages;
    if (block.fused || lite) block.squeezed = 0;
    if (second) block.residual = block.stride == 1 && block.in == block.out;
  }
  timm ? name_as_timm(config) : name_as_torchvision(config);
  return config;
}

}  // namespace

std::unique_ptr<Model> build_efficientnet(const ModelRequest& request) {
  const Naming naming = naming_of(request, kSigns);
  return build_inverted_residual(request, "efficientnet",
                                 naming == Naming::HuggingFace
                                     ? hugging_face_config(ConfigReader(request.config))
                                     : architecture_config(request.config, naming));
}

}  // namespace sempurna
