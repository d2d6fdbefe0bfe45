#include "models/resnet_config.h"

#include <fmt/core.h>

#include <array>

#include "base/error.h"
#include "catalog/families.h"
#include "models/config_reader.h"
#include "models/naming.h"

namespace sempurna {
namespace {

constexpr std::array<NamingSign, 4> kSigns = {{
    {Naming::HuggingFace, "resnet.embedder.embedder.convolution.weight"},
    {Naming::HuggingFace, "embedder.embedder.convolution.weight"},
    {Naming::Torchvision, "conv1.weight"},
    {Naming::Timm, "conv1.0.weight"},
}};

/// What the two namings have in common.
struct Layout {
  bool hugging_face = true;
  bool bottleneck = true;
  bool stride_first = false;  ///< on a bottleneck's first convolution instead of its middle one
  int64_t colours = 3;
  int64_t stem = 64;
  std::vector<int64_t> depths;
  std::vector<int64_t> widths;  ///< each stage's output
  std::vector<int64_t> inner;   ///< each stage's middle convolution
  int64_t first_stride = 1;
  int64_t groups = 1;
  bool deep = false;  ///< timm's "d": a stem of three convolutions, shortcuts that take means
  kernels::Activation activation = kernels::Activation::Relu;
};

ConvNames conv_names(const Layout& layout, size_t stage, int64_t block, size_t conv) {
  if (layout.hugging_face) {
    const std::string at =
        fmt::format("resnet.encoder.stages.{}.layers.{}.layer.{}", stage, block, conv);
    return {at + ".convolution", at + ".normalization"};
  }
  const std::string at = fmt::format("layer{}.{}", stage + 1, block);
  return {fmt::format("{}.conv{}", at, conv + 1), fmt::format("{}.bn{}", at, conv + 1)};
}

ConvNames shortcut_names(const Layout& layout, size_t stage, int64_t block) {
  if (layout.hugging_face) {
    const std::string at = fmt::format("resnet.encoder.stages.{}.layers.{}.shortcut", stage, block);
    return {at + ".convolution", at + ".normalization"};
  }
  const std::string at = fmt::format("layer{}.{}.downsample", stage + 1, block);
  if (layout.deep) return {at + ".1", at + ".2"};  // behind the pooling
  return {at + ".0", at + ".1"};
}

ResNetBlock block_of(const Layout& layout, size_t stage, int64_t block, int64_t in,
                     int64_t stride) {
  const int64_t out = layout.widths[stage];
  const int64_t inner = layout.inner[stage];
  std::vector<ConvShape> shapes;
  if (layout.bottleneck) {
    shapes = {{in, inner, 1, layout.stride_first ? stride : 1},
              {inner, inner, 3, layout.stride_first ? 1 : stride, layout.groups},
              {inner, out, 1}};
  } else {
    shapes = {{in, out, 3, stride}, {out, out, 3}};
  }
  ResNetBlock result;
  for (size_t i = 0; i < shapes.size(); ++i) {
    result.convs.push_back({conv_names(layout, stage, block, i), shapes[i]});
  }
  if (in != out || stride != 1) {
    result.halved = layout.deep && stride != 1;
    result.shortcut =
        ResNetConv{shortcut_names(layout, stage, block), {in, out, 1, result.halved ? 1 : stride}};
  }
  return result;
}

std::vector<ResNetConv> stem_of(const Layout& layout) {
  if (layout.deep) {
    return {{{"conv1.0", "conv1.1"}, {layout.colours, layout.stem / 2, 3, 2}},
            {{"conv1.3", "conv1.4"}, {layout.stem / 2, layout.stem / 2, 3}},
            {{"conv1.6", "bn1"}, {layout.stem / 2, layout.stem, 3}}};
  }
  const std::string stem = "resnet.embedder.embedder";
  return {{layout.hugging_face ? ConvNames{stem + ".convolution", stem + ".normalization"}
                               : ConvNames{"conv1", "bn1"},
           {layout.colours, layout.stem, 7, 2}}};
}

ResNetConfig config_of(const Layout& layout) {
  ResNetConfig config;
  config.stem = stem_of(layout);
  config.activation = layout.activation;
  int64_t in = layout.stem;
  for (size_t stage = 0; stage < layout.depths.size(); ++stage) {
    for (int64_t block = 0; block < layout.depths[stage]; ++block) {
      const int64_t stride = block > 0 ? 1 : stage == 0 ? layout.first_stride : 2;
      config.blocks.push_back(block_of(layout, stage, block, in, stride));
      in = layout.widths[stage];
    }
  }
  config.features = in;
  config.head = layout.hugging_face ? "classifier.1" : "fc";
  return config;
}

Layout hugging_face_layout(const ConfigReader& fields) {
  Layout layout;
  layout.colours = fields.count("num_channels", 1, 16, 3);
  layout.stem = fields.count("embedding_size", 1, 8192, 64);
  layout.widths = fields.counts("hidden_sizes", 1, 16, 1, 16384, {256, 512, 1024, 2048});
  layout.depths = fields.counts("depths", 1, 16, 1, 100, {3, 4, 6, 3});
  if (layout.widths.size() != layout.depths.size()) {
    throw Error(
        Code::InvalidArgument,
        "config.json has {} entries in 'hidden_sizes' but {} in 'depths'; a stage needs one "
        "of each",
        layout.widths.size(), layout.depths.size());
  }
  const std::string type = fields.text("layer_type", "bottleneck");
  if (type != "basic" && type != "bottleneck") {
    throw Error(Code::InvalidArgument,
                "config.json has '{}' for 'layer_type', which must be basic or bottleneck", type);
  }
  layout.bottleneck = type == "bottleneck";
  for (const int64_t width : layout.widths) {
    if (layout.bottleneck && width < 4) {
      throw Error(Code::InvalidArgument,
                  "config.json has {} in 'hidden_sizes', but a bottleneck needs at least 4", width);
    }
    layout.inner.push_back(width / 4);
  }
  layout.first_stride = fields.flag("downsample_in_first_stage", false) ? 2 : 1;
  layout.stride_first = fields.flag("downsample_in_bottleneck", false);
  layout.activation = fields.activation("hidden_act", "relu");
  return layout;
}

struct Variant {
  std::string_view name;
  bool bottleneck;
  std::array<int64_t, 4> depths;
  int64_t groups = 1;
  int64_t base_width = 64;  ///< channels of a group in the first stage
  bool deep = false;
};

constexpr std::array<Variant, 17> kVariants = {{
    {"resnet101", true, {3, 4, 23, 3}},
    {"resnet101d", true, {3, 4, 23, 3}, 1, 64, true},
    {"resnet152", true, {3, 8, 36, 3}},
    {"resnet152d", true, {3, 8, 36, 3}, 1, 64, true},
    {"resnet18", false, {2, 2, 2, 2}},
    {"resnet18d", false, {2, 2, 2, 2}, 1, 64, true},
    {"resnet26", true, {2, 2, 2, 2}},
    {"resnet26d", true, {2, 2, 2, 2}, 1, 64, true},
    {"resnet34", false, {3, 4, 6, 3}},
    {"resnet34d", false, {3, 4, 6, 3}, 1, 64, true},
    {"resnet50", true, {3, 4, 6, 3}},
    {"resnet50d", true, {3, 4, 6, 3}, 1, 64, true},
    {"resnext101_32x8d", true, {3, 4, 23, 3}, 32, 8},
    {"resnext101_64x4d", true, {3, 4, 23, 3}, 64, 4},
    {"resnext50_32x4d", true, {3, 4, 6, 3}, 32, 4},
    {"wide_resnet101_2", true, {3, 4, 23, 3}, 1, 128},
    {"wide_resnet50_2", true, {3, 4, 6, 3}, 1, 128},
}};

Layout architecture_layout(const Json& json) {
  const std::string name = architecture_of(json);
  std::string known;
  for (const auto& variant : kVariants) {
    known += (known.empty() ? "" : ", ") + std::string(variant.name);
    if (variant.name != name) continue;
    Layout layout;
    layout.hugging_face = false;
    layout.bottleneck = variant.bottleneck;
    layout.groups = variant.groups;
    layout.deep = variant.deep;
    layout.depths.assign(variant.depths.begin(), variant.depths.end());
    for (const int64_t planes : {64, 128, 256, 512}) {
      layout.widths.push_back(variant.bottleneck ? planes * 4 : planes);
      layout.inner.push_back(planes * variant.base_width / 64 * variant.groups);
    }
    return layout;
  }
  throw Error(Code::InvalidArgument,
              "config.json names the architecture '{}'; the residual networks known here are {}",
              name, known);
}

}  // namespace

ResNetConfig read_resnet_config(const ModelRequest& request) {
  return config_of(naming_of(request, kSigns) == Naming::HuggingFace
                       ? hugging_face_layout(ConfigReader(request.config))
                       : architecture_layout(request.config));
}

}  // namespace sempurna
