#include "models/mobilenet_v2_config.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "models/config_reader.h"
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

/// Rounds channels to a multiple as the reference does, never below nine tenths of the value.
int64_t divisible(double value, int64_t divisor, int64_t least) {
  const auto rounded = static_cast<int64_t>(value + static_cast<double>(divisor) / 2.0) / divisor;
  int64_t result = std::max(least, rounded * divisor);
  if (static_cast<double>(result) < 0.9 * value) result += divisor;
  return result;
}

ConvNames hugging_face(std::string_view place) {
  const std::string layer = "mobilenet_v2." + std::string(place);
  return {layer + ".convolution", layer + ".normalization"};
}

MobileNetV2Config hugging_face_config(const ConfigReader& fields) {
  MobileNetV2Config config;
  config.colours = fields.count("num_channels", 1, 16, 3);
  const double multiplier = fields.number("depth_multiplier", 0.01, 10, 1);
  const int64_t divisor = fields.count("depth_divisible_by", 1, 1024, 8);
  const int64_t least = fields.count("min_depth", 1, 1024, 8);
  const double ratio = fields.number("expand_ratio", 0.1, 64, 6);
  const auto width = [&](int64_t channels) {
    return divisible(std::nearbyint(static_cast<double>(channels) * multiplier), divisor, least);
  };
  fields.require("output_stride", 32);
  config.activation = fields.activation("hidden_act", "relu6");
  config.sides = fields.flag("tf_padding", true) ? Sides::Same : Sides::Even;
  config.norm.eps = fields.small("layer_norm_eps", 0.001);
  config.stem = width(32);
  config.stem_names = hugging_face("conv_stem.first_conv");
  const bool first_is_expansion = fields.flag("first_layer_is_expansion", true);
  int64_t in = config.stem;
  for (size_t i = 0; i < kChannels.size(); ++i) {
    MobileNetV2Block block;
    const std::string place = i == 0 ? "conv_stem" : "layer." + std::to_string(i - 1);
    block.in = in;
    block.out = width(kChannels[i]);
    block.expanded =
        i == 0 ? in : divisible(std::nearbyint(static_cast<double>(in) * ratio), divisor, least);
    block.stride = kStrides[i];
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

ConvNames torchvision(const std::string& place, int first) {
  return {place + "." + std::to_string(first), place + "." + std::to_string(first + 1)};
}

void name_as_torchvision(MobileNetV2Config& config) {
  config.stem_names = torchvision("features.0", 0);
  for (size_t i = 0; i < config.blocks.size(); ++i) {
    MobileNetV2Block& block = config.blocks[i];
    const std::string place = "features." + std::to_string(i + 1) + ".conv";
    const std::string depthwise = place + (block.expands ? ".1" : ".0");
    block.expand_names = torchvision(place + ".0", 0);
    block.depthwise_names = torchvision(depthwise, 0);
    block.project_names = torchvision(place, block.expands ? 2 : 1);
  }
  config.last_names = torchvision("features.18", 0);
  config.head = "classifier.1";
}

void name_as_timm(MobileNetV2Config& config) {
  config.stem_names = {"conv_stem", "bn1"};
  int stage = -1;
  int place = 0;
  for (size_t i = 0; i < config.blocks.size(); ++i) {
    MobileNetV2Block& block = config.blocks[i];
    const bool begins = i == 0 || kChannels[i] != kChannels[i - 1];
    stage += begins ? 1 : 0;
    place = begins ? 0 : place + 1;
    const std::string at = fmt::format("blocks.{}.{}.", stage, place);
    block.expand_names = {at + "conv_pw", at + "bn1"};
    block.depthwise_names = {at + "conv_dw", at + (block.expands ? "bn2" : "bn1")};
    block.project_names = {at + (block.expands ? "conv_pwl" : "conv_pw"),
                           at + (block.expands ? "bn3" : "bn2")};
  }
  config.last_names = {"conv_head", "bn2"};
  config.head = "classifier";
}

/// torchvision's "mobilenet_v2" with its "width_mult", timm's "mobilenetv2_" and hundredths.
MobileNetV2Config architecture_config(const Json& json, bool timm) {
  const std::string name = architecture_of(json);
  double width = ConfigReader(json).number("width_mult", 0.01, 10, 1);
  if (name == "mobilenetv2_050") {
    width = 0.5;
  } else if (name == "mobilenetv2_140") {
    width = 1.4;
  } else if (!name.empty() && name != "mobilenet_v2" && name != "mobilenetv2_100") {
    throw Error(Code::InvalidArgument,
                "config.json names the architecture '{}'; those of MobileNetV2 known here are "
                "mobilenet_v2, mobilenetv2_050, mobilenetv2_100, mobilenetv2_140",
                name);
  }
  const auto scaled = [&](int64_t channels) {
    return divisible(static_cast<double>(channels) * width, 8, 8);
  };
  MobileNetV2Config config;
  config.stem = scaled(32);
  int64_t in = config.stem;
  for (size_t i = 0; i < kChannels.size(); ++i) {
    MobileNetV2Block block;
    block.in = in;
    block.out = scaled(kChannels[i]);
    block.expanded = i == 0 ? in : in * 6;
    block.stride = kStrides[i];
    block.expands = i > 0;
    block.residual = block.stride == 1 && in == block.out;
    config.blocks.push_back(block);
    in = block.out;
  }
  config.features = width > 1 ? scaled(1280) : 1280;
  timm ? name_as_timm(config) : name_as_torchvision(config);
  return config;
}

}  // namespace

MobileNetV2Config read_mobilenet_v2_config(const ModelRequest& request) {
  const Naming naming = naming_of(request, kSigns);
  if (naming == Naming::HuggingFace) return hugging_face_config(ConfigReader(request.config));
  const bool fresh_timm =
      request.checkpoint == nullptr && architecture_of(request.config).starts_with("mobilenetv2");
  return architecture_config(request.config, naming == Naming::Timm || fresh_timm);
}

}  // namespace sempurna
