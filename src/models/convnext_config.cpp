#include "models/convnext_config.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/error.h"
#include "catalog/families.h"
#include "models/config_reader.h"

namespace sempurna {
namespace {

constexpr std::array<NamingSign, 4> kSigns = {{
    {Naming::HuggingFace, "convnext.embeddings.patch_embeddings.weight"},
    {Naming::HuggingFace, "embeddings.patch_embeddings.weight"},
    {Naming::Torchvision, "features.0.0.weight"},
    {Naming::Timm, "stem.0.weight"},
}};

struct Variant {
  std::string_view name;
  std::array<int64_t, 4> widths;
  std::array<int64_t, 4> depths;
  std::optional<double> torchvisions_drop_rate;  ///< none: timm alone has the model
  WeightShape timms_layer_shape = WeightShape::Matrix;
};

constexpr auto kPointwise = WeightShape::Pointwise;

constexpr std::array<Variant, 9> kVariants = {{
    {"convnext_atto", {40, 80, 160, 320}, {2, 2, 6, 2}, {}, kPointwise},
    {"convnext_base", {128, 256, 512, 1024}, {3, 3, 27, 3}, 0.5},
    {"convnext_femto", {48, 96, 192, 384}, {2, 2, 6, 2}, {}, kPointwise},
    {"convnext_large", {192, 384, 768, 1536}, {3, 3, 27, 3}, 0.5},
    {"convnext_nano", {80, 160, 320, 640}, {2, 2, 8, 2}, {}, kPointwise},
    {"convnext_pico", {64, 128, 256, 512}, {2, 2, 6, 2}, {}, kPointwise},
    {"convnext_small", {96, 192, 384, 768}, {3, 3, 27, 3}, 0.4},
    {"convnext_tiny", {96, 192, 384, 768}, {3, 3, 9, 3}, 0.1},
    {"convnext_xlarge", {256, 512, 1024, 2048}, {3, 3, 27, 3}, {}},
}};

ConvNextConfig hugging_face_config(const ConfigReader& fields) {
  ConvNextConfig config;
  config.colours = fields.count("num_channels", 1, 16, config.colours);
  config.patch = fields.count("patch_size", 1, 256, config.patch);
  config.widths = fields.counts("hidden_sizes", 1, 32, 1, 16384, config.widths);
  config.depths = fields.counts("depths", 1, 32, 1, 256, config.depths);
  config.activation = fields.activation("hidden_act", "gelu");
  config.last_eps = fields.small("layer_norm_eps", 1e-12);
  config.drop_rate = fields.rate("drop_path_rate", 0);
  config.scale = std::max(0.0, fields.number("layer_scale_init_value", -1, 1, config.scale));
  if (config.depths.size() != config.widths.size()) {
    throw Error(Code::InvalidArgument,
                "config.json has {} stages in 'hidden_sizes' and {} in 'depths'; there must be as "
                "many",
                config.widths.size(), config.depths.size());
  }
  return config;
}

ConvNextConfig architecture_config(const Json& json, Naming naming) {
  const std::string name = architecture_of(json);
  std::string known;
  for (const Variant& variant : kVariants) {
    if (variant.name != name) {
      known += (known.empty() ? "" : ", ") + std::string(variant.name);
      continue;
    }
    ConvNextConfig config;
    config.widths.assign(variant.widths.begin(), variant.widths.end());
    config.depths.assign(variant.depths.begin(), variant.depths.end());
    config.naming = variant.torchvisions_drop_rate ? naming : Naming::Timm;
    config.layer_shape = variant.timms_layer_shape;
    if (config.naming == Naming::Torchvision) config.drop_rate = *variant.torchvisions_drop_rate;
    return config;
  }
  throw Error(Code::InvalidArgument,
              "config.json names the architecture '{}'; those of ConvNeXt known here are {}", name,
              known);
}

}  // namespace

ConvNextNames names_of(const ConvNextConfig& config) {
  switch (config.naming) {
    case Naming::Torchvision:
      return {"features.0.0", "features.0.1", "classifier.0", "classifier.2"};
    case Naming::Timm:
      return {"stem.0", "stem.1", "head.norm", "head.fc"};
    case Naming::HuggingFace:
      break;
  }
  return {"convnext.embeddings.patch_embeddings", "convnext.embeddings.layernorm",
          "convnext.layernorm", "classifier"};
}

std::pair<std::string, std::string> smaller_names(const ConvNextConfig& config, size_t stage) {
  std::string at = fmt::format("convnext.encoder.stages.{}.downsampling_layer", stage);
  if (config.naming == Naming::Torchvision) at = fmt::format("features.{}", 2 * stage);
  if (config.naming == Naming::Timm) at = fmt::format("stages.{}.downsample", stage);
  return {at + ".0", at + ".1"};
}

ConvNextNames::Block block_names(const ConvNextConfig& config, size_t stage, int64_t block) {
  if (config.naming == Naming::Torchvision) {
    const std::string at = fmt::format("features.{}.{}.", 2 * stage + 1, block);
    return {at + "block.0", at + "block.2", at + "block.3", at + "block.5", at + "layer_scale"};
  }
  if (config.naming == Naming::Timm) {
    const std::string at = fmt::format("stages.{}.blocks.{}.", stage, block);
    return {at + "conv_dw", at + "norm", at + "mlp.fc1", at + "mlp.fc2", at + "gamma"};
  }
  const std::string at = fmt::format("convnext.encoder.stages.{}.layers.{}.", stage, block);
  return {at + "dwconv", at + "layernorm", at + "pwconv1", at + "pwconv2",
          at + "layer_scale_parameter"};
}

ConvNextConfig read_convnext_config(const ModelRequest& request) {
  const Naming naming = naming_of(request, kSigns);
  return naming == Naming::HuggingFace ? hugging_face_config(ConfigReader(request.config))
                                       : architecture_config(request.config, naming);
}

}  // namespace sempurna
