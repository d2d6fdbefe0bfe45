#include "models/mobilenet_v2.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "catalog/families.h"
#include "models/config_reader.h"
#include "models/inverted_residual.h"
#include "models/naming.h"

namespace sempurna {
namespace {

constexpr std::array<int64_t, 17> kChannels = {16, 24, 24, 32, 32,  32,  64,  64, 64,
                                               64, 96, 96, 96, 160, 160, 160, 320};
constexpr std::array<int64_t, 17> kStrides = {1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1};

constexpr std::array<NamingSign, 4> kSigns = {{
    {Naming::HuggingFace, "mobilenet_v2.conv_stem.first_conv.convolution.weight"},
    {Naming::HuggingFace, "conv_stem.first_conv.convolution.weight"},
    {Naming::Torchvision, "features.0.0.weight"},
    {Naming::Timm, "conv_stem.weight"},
}};

ConvNames hugging_face(std::string_view place) {
  const std::string layer = "mobilenet_v2." + std::string(place);
  return {layer + ".convolution", layer + ".normalization"};
}

InvertedResidualConfig hugging_face_config(const ConfigReader& fields) {
  InvertedResidualConfig config;
  config.colours = fields.count("num_channels", 1, 16, 3);
  const double multiplier = fields.number("depth_multiplier", 0.01, 10, 1);
  const int64_t divisor = fields.count("depth_divisible_by", 1, 1024, 8);
  const int64_t least = fields.count("min_depth", 1, 1024, 8);
  const double ratio = fields.number("expand_ratio", 0.1, 64, 6);
  const auto width = [&](int64_t channels) {
    return round_channels(std::nearbyint(static_cast<double>(channels) * multiplier), divisor,
                          least);
  };
  const int64_t output_stride = fields.count("output_stride", 1, 32, 32);
  config.activation = fields.activation("hidden_act", "relu6");
  config.stem_sides = fields.flag("tf_padding", true) ? Sides::Same : Sides::Even;
  // transformers hands TensorFlow's decay of 0.997 to PyTorch, which takes it for the share of the
  // batch: evaluation would then rest on the last batch alone. So PyTorch's own 0.1, as
  // torchvision.
  config.norm.eps = fields.small("layer_norm_eps", 0.001);
  config.stem = width(32);
  config.stem_names = hugging_face("conv_stem.first_conv");
  const bool first_is_expansion = fields.flag("first_layer_is_expansion", true);
  int64_t in = config.stem;
  int64_t stride = 2;  // so far, the stem's
  int64_t dilation = 1;
  for (size_t i = 0; i < kChannels.size(); ++i) {
    InvertedResidual block;
    const std::string place = i == 0 ? "conv_stem" : "layer." + std::to_string(i - 1);
    block.sides = config.stem_sides;
    block.in = in;
    block.out = width(kChannels[i]);
    block.expanded =
        i == 0 ? in
               : round_channels(std::nearbyint(static_cast<double>(in) * ratio), divisor, least);
    // Once small enough, pictures shrink no more: what a stride would skip the later kernels skip.
    if (i > 0 && stride == output_stride) {
      block.dilation = dilation;
      dilation *= kStrides[i];
    } else {
      block.stride = kStrides[i];
      stride *= block.stride;
    }
    block.expands = i > 0 || !first_is_expansion;
    block.residual = i > 0 && block.stride == 1 && in == block.out;
    block.expand_names = hugging_face(place + ".expand_1x1");
    block.depthwise_names = hugging_face(place + ".conv_3x3");
    block.project_names = hugging_face(place + ".reduce_1x1");
    config.blocks.push_back(block);
    in = block.out;
  }
  config.features = fields.flag("finegrained_output", true) && multiplier < 1 ? 1280 : width(1280);
  config.last_names = hugging_face("conv_1x1");
  config.head = "classifier";
  return config;
}

void name_as_torchvision(InvertedResidualConfig& config) {
  config.stem_names = numbered("features.0");
  for (size_t i = 0; i < config.blocks.size(); ++i) {
    InvertedResidual& block = config.blocks[i];
    const std::string place = "features." + std::to_string(i + 1) + ".conv";
    const std::string depthwise = place + (block.expands ? ".1" : ".0");
    block.expand_names = numbered(place + ".0");
    block.depthwise_names = numbered(depthwise);
    block.project_names = numbered(place, block.expands ? 2 : 1);
  }
  config.last_names = numbered("features.18");
  config.head = "classifier.1";
}

/// timm's "mobilenetv2_" and hundredths of the width; of those that end in "d" the stages between
/// the first and the last are longer, and the stem and the last layer keep their widths.
struct TimmVariant {
  std::string_view name;
  double width;
  double depth = 1;
  bool fixed_ends = false;
};

constexpr std::array<TimmVariant, 7> kTimmVariants = {{
    {"mobilenetv2_035", 0.35},
    {"mobilenetv2_050", 0.5},
    {"mobilenetv2_075", 0.75},
    {"mobilenetv2_100", 1},
    {"mobilenetv2_110d", 1.1, 1.2, true},
    {"mobilenetv2_120d", 1.2, 1.4, true},
    {"mobilenetv2_140", 1.4},
}};

/// torchvision's "mobilenet_v2" with its "width_mult", or one of timm's.
TimmVariant variant_of(const Json& json) {
  const std::string name = architecture_of(json);
  if (name.empty() || name == "mobilenet_v2") {
    return {"mobilenet_v2", ConfigReader(json).number("width_mult", 0.01, 10, 1)};
  }
  std::string known = "mobilenet_v2";
  for (const TimmVariant& variant : kTimmVariants) {
    if (variant.name == name) return variant;
    known += ", " + std::string(variant.name);
  }
  throw Error(Code::InvalidArgument,
              "config.json names the architecture '{}'; those of MobileNetV2 known here are {}",
              name, known);
}

InvertedResidualConfig architecture_config(const Json& json, bool timm) {
  const TimmVariant variant = variant_of(json);
  const auto scaled = [&](int64_t channels) {
    return round_channels(static_cast<double>(channels) * variant.width, 8, 8);
  };
  InvertedResidualConfig config;
  config.stem = variant.fixed_ends ? 32 : scaled(32);
  int64_t in = config.stem;
  for (size_t begin = 0; begin < kChannels.size();) {
    const auto stage_end = std::find_if(kChannels.begin() + begin, kChannels.end(),
                                        [&](int64_t c) { return c != kChannels[begin]; });
    const auto end = static_cast<size_t>(stage_end - kChannels.begin());
    const bool is_end = begin == 0 || end == kChannels.size();
    const double depth = variant.fixed_ends && is_end ? 1 : variant.depth;
    const auto blocks = static_cast<int64_t>(std::ceil(static_cast<double>(end - begin) * depth));
    for (int64_t i = 0; i < blocks; ++i) {
      InvertedResidual block;
      block.in = in;
      block.out = scaled(kChannels[begin]);
      block.expanded = begin == 0 ? in : in * 6;
      block.stride = i == 0 ? kStrides[begin] : 1;
      block.expands = begin > 0;
      block.begins_stage = i == 0;
      block.residual = block.stride == 1 && in == block.out;
      config.blocks.push_back(block);
      in = block.out;
    }
    begin = end;
  }
  config.features = variant.width > 1 && !variant.fixed_ends ? scaled(1280) : 1280;
  timm ? name_as_timm(config) : name_as_torchvision(config);
  return config;
}

InvertedResidualConfig read_config(const ModelRequest& request) {
  const Naming naming = naming_of(request, kSigns);
  if (naming == Naming::HuggingFace) return hugging_face_config(ConfigReader(request.config));
  const bool fresh_timm =
      request.checkpoint == nullptr && architecture_of(request.config).starts_with("mobilenetv2");
  return architecture_config(request.config, naming == Naming::Timm || fresh_timm);
}

}  // namespace

std::unique_ptr<Model> build_mobilenet_v2(const ModelRequest& request) {
  return build_inverted_residual(request, "mobilenet_v2", read_config(request));
}

}  // namespace sempurna
