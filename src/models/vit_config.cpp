#include "models/vit_config.h"

#include <array>
#include <string>
#include <utility>

#include "base/error.h"
#include "catalog/families.h"
#include "models/config_reader.h"
#include "models/naming.h"

namespace sempurna {
namespace {

constexpr std::array<NamingSign, 6> kSigns = {{
    {Naming::HuggingFace, "vit.embeddings.cls_token"},
    {Naming::HuggingFace, "deit.embeddings.cls_token"},
    {Naming::HuggingFace, "embeddings.cls_token"},
    {Naming::Torchvision, "class_token"},
    {Naming::Timm, "cls_token"},
    {Naming::Timm, "pos_embed"},
}};

constexpr PreNormLayerNames kHuggingFaceLayer = {
    .attention_norm = "layernorm_before",
    .query_weight = "attention.attention.query.weight",
    .query_bias = "attention.attention.query.bias",
    .key_weight = "attention.attention.key.weight",
    .key_bias = "attention.attention.key.bias",
    .value_weight = "attention.attention.value.weight",
    .value_bias = "attention.attention.value.bias",
    .attention_output = "attention.output.dense",
    .inner_norm = "layernorm_after",
    .inner = "intermediate.dense",
    .output = "output.dense",
    .attention_scale = {},
    .inner_scale = {},
};

constexpr PreNormLayerNames kTorchvisionLayer = {
    .attention_norm = "ln_1",
    .query_weight = "self_attention.in_proj_weight",
    .query_bias = "self_attention.in_proj_bias",
    .key_weight = {},
    .key_bias = {},
    .value_weight = {},
    .value_bias = {},
    .attention_output = "self_attention.out_proj",
    .inner_norm = "ln_2",
    .inner = "mlp.0",
    .output = "mlp.3",
    .attention_scale = {},
    .inner_scale = {},
};

constexpr PreNormLayerNames kTimmLayer = {
    .attention_norm = "norm1",
    .query_weight = "attn.qkv.weight",
    .query_bias = "attn.qkv.bias",
    .key_weight = {},
    .key_bias = {},
    .value_weight = {},
    .value_bias = {},
    .attention_output = "attn.proj",
    .inner_norm = "norm2",
    .inner = "mlp.fc1",
    .output = "mlp.fc2",
    .attention_scale = {},
    .inner_scale = {},
};

struct Variant {
  std::string_view name;
  int64_t patch;
  int64_t width;
  int64_t layers;
  int64_t heads;
};

constexpr std::array<Variant, 5> kTorchvision = {{
    {"vit_b_16", 16, 768, 12, 12},
    {"vit_b_32", 32, 768, 12, 12},
    {"vit_h_14", 14, 1280, 32, 16},
    {"vit_l_16", 16, 1024, 24, 16},
    {"vit_l_32", 32, 1024, 24, 16},
}};

// But for the picture's side that ends a name.
constexpr std::array<Variant, 17> kTimm = {{
    {"deit3_base_patch16", 16, 768, 12, 12},
    {"deit3_huge_patch14", 14, 1280, 32, 16},
    {"deit3_large_patch16", 16, 1024, 24, 16},
    {"deit3_medium_patch16", 16, 512, 12, 8},
    {"deit3_small_patch16", 16, 384, 12, 6},
    {"deit_base_patch16", 16, 768, 12, 12},
    {"deit_small_patch16", 16, 384, 12, 6},
    {"deit_tiny_patch16", 16, 192, 12, 3},
    {"vit_base_patch16", 16, 768, 12, 12},
    {"vit_base_patch32", 32, 768, 12, 12},
    {"vit_base_patch8", 8, 768, 12, 12},
    {"vit_large_patch16", 16, 1024, 24, 16},
    {"vit_large_patch32", 32, 1024, 24, 16},
    {"vit_small_patch16", 16, 384, 12, 6},
    {"vit_small_patch32", 32, 384, 12, 6},
    {"vit_small_patch8", 8, 384, 12, 6},
    {"vit_tiny_patch16", 16, 192, 12, 3},
}};

ViTNames hugging_face_names(const std::string& family) {
  return {family + ".embeddings.cls_token",
          family + ".embeddings.position_embeddings",
          family + ".embeddings.patch_embeddings.projection",
          family + ".encoder.layer.",
          kHuggingFaceLayer,
          family + ".layernorm",
          "classifier"};
}

ViTNames torchvision_names() {
  return {"class_token",     "encoder.pos_embedding",
          "conv_proj",       "encoder.layers.encoder_layer_",
          kTorchvisionLayer, "encoder.ln",
          "heads.head"};
}

ViTNames timm_names() {
  return {"cls_token", "pos_embed", "patch_embed.proj", "blocks.", kTimmLayer, "norm", "head"};
}

/// Rows and columns: one number for both, or a list of two.
std::array<int64_t, 2> extent(const Json& json, std::string_view field, int64_t most,
                              int64_t missing) {
  const ConfigReader fields(json);
  const auto found = json.find(field);
  if (found == json.end() || !found->is_array()) {
    const int64_t side = fields.count(field, 1, most, missing);
    return {side, side};
  }
  const auto sides = fields.counts(field, 2, 2, 1, most, {});
  return {sides[0], sides[1]};
}

ViTConfig hugging_face_config(const Json& json, std::string_view family) {
  const ConfigReader fields(json);
  ViTConfig config;
  config.colours = fields.count("num_channels", 1, 16, 3);
  const auto size = extent(json, "image_size", 4096, 224);
  const auto patch = extent(json, "patch_size", 4096, 16);
  config.rows = size[0];
  config.columns = size[1];
  config.patch_rows = patch[0];
  config.patch_columns = patch[1];
  config.layers = fields.count("num_hidden_layers", 1, 256, 12);
  config.layer.width = fields.count("hidden_size", 1, 16384, 768);
  config.layer.heads = fields.count("num_attention_heads", 1, 1024, 12);
  config.layer.inner = fields.count("intermediate_size", 1, 65536, 3072);
  config.layer.activation = fields.activation("hidden_act", "gelu");
  config.layer.norm_eps = fields.small("layer_norm_eps", 1e-12);
  config.layer.deviation = fields.small("initializer_range", 0.02);
  config.layer.attention_bias = fields.flag("qkv_bias", true);
  config.layer.attention_dropout = fields.rate("attention_probs_dropout_prob", 0);
  config.layer.hidden_dropout = fields.rate("hidden_dropout_prob", 0);
  config.distilled = family == "deit";
  config.names = hugging_face_names(std::string(family));
  return config;
}

template <size_t Count>
const Variant* find(const std::array<Variant, Count>& variants, std::string_view name,
                    std::string& known) {
  for (const auto& variant : variants) {
    if (variant.name == name) return &variant;
    known += (known.empty() ? "" : ", ") + std::string(variant.name);
  }
  return nullptr;
}

/// timm's name in two: "vit_tiny_patch16" and 384; no side, 0, where the name ends otherwise.
std::pair<std::string, int64_t> without_side(const std::string& name) {
  const size_t line = name.rfind('_');
  const std::string end = line == std::string::npos ? "" : name.substr(line + 1);
  const bool is_side = end.size() == 3 && end.find_first_not_of("0123456789") == std::string::npos;
  if (!is_side) return {name, 0};
  return {name.substr(0, line), std::stol(end)};
}

ViTConfig architecture_config(const Json& json) {
  const std::string name = architecture_of(json);
  std::string known;
  ViTConfig config;
  int64_t side = 224;
  config.names = torchvision_names();
  const Variant* variant = find(kTorchvision, name, known);
  if (variant == nullptr) {
    config.names = timm_names();
    const auto [start, named] = without_side(name);
    if (named > 0) {
      side = named;
      variant = find(kTimm, start, known);
    } else {
      find(kTimm, "", known);
    }
  }
  if (variant == nullptr) {
    throw Error(Code::InvalidArgument,
                "config.json names the architecture '{}'; the vision transformers known here are "
                "{}, those of timm with _224 or another side behind",
                name, known);
  }
  if (name.starts_with("deit3")) {
    config.positions_of_patches = true;
    config.names.layer.attention_scale = "ls1.gamma";
    config.names.layer.inner_scale = "ls2.gamma";
  }
  const ConfigReader fields(json);
  config.rows = fields.count("image_size", 1, 4096, side);
  config.columns = config.rows;
  config.patch_rows = variant->patch;
  config.patch_columns = variant->patch;
  config.layers = variant->layers;
  config.layer.width = variant->width;
  config.layer.heads = variant->heads;
  config.layer.inner = variant->width * 4;
  config.layer.norm_eps = 1e-6;
  return config;
}

void check(const ViTConfig& config) {
  if (config.layer.width % config.layer.heads != 0) {
    throw Error(
        Code::InvalidArgument,
        "config.json has {} for 'num_attention_heads', which does not divide 'hidden_size', "
        "{}",
        config.layer.heads, config.layer.width);
  }
  if (config.rows < config.patch_rows || config.columns < config.patch_columns) {
    throw Error(
        Code::InvalidArgument,
        "config.json has an 'image_size' of {} x {}, smaller than its 'patch_size', {} x {}",
        config.columns, config.rows, config.patch_columns, config.patch_rows);
  }
}

}  // namespace

ViTConfig read_vit_config(const ModelRequest& request, std::string_view family) {
  const ViTConfig config = naming_of(request, kSigns) == Naming::HuggingFace
                               ? hugging_face_config(request.config, family)
                               : architecture_config(request.config);
  check(config);
  return config;
}

}  // namespace sempurna
