#include "models/mobilenet_v3.h"

#include <fmt/core.h>

#include <array>
#include <span>

#include "base/error.h"
#include "catalog/families.h"
#include "models/inverted_residual.h"
#include "models/naming.h"

namespace sempurna {
namespace {

using kernels::Activation;

constexpr std::array<NamingSign, 2> kSigns = {{
    {Naming::Torchvision, "features.0.0.weight"},
    {Naming::Timm, "conv_stem.weight"},
}};

/// A row of the paper's tables 1 and 2; its input is the row before's output.
struct Row {
  int64_t kernel;
  int64_t expanded;
  int64_t out;
  bool weighed;  ///< by squeeze and excitation
  Activation activation;
  int64_t stride;
  bool begins_stage;
};

constexpr auto kRelu = Activation::Relu;
constexpr auto kHard = Activation::HardSwish;

constexpr std::array<Row, 15> kLarge = {{
    {3, 16, 16, false, kRelu, 1, true},
    {3, 64, 24, false, kRelu, 2, true},
    {3, 72, 24, false, kRelu, 1, false},
    {5, 72, 40, true, kRelu, 2, true},
    {5, 120, 40, true, kRelu, 1, false},
    {5, 120, 40, true, kRelu, 1, false},
    {3, 240, 80, false, kHard, 2, true},
    {3, 200, 80, false, kHard, 1, false},
    {3, 184, 80, false, kHard, 1, false},
    {3, 184, 80, false, kHard, 1, false},
    {3, 480, 112, true, kHard, 1, true},
    {3, 672, 112, true, kHard, 1, false},
    {5, 672, 160, true, kHard, 2, true},
    {5, 960, 160, true, kHard, 1, false},
    {5, 960, 160, true, kHard, 1, false},
}};

constexpr std::array<Row, 11> kSmall = {{
    {3, 16, 16, true, kRelu, 2, true},
    {3, 72, 24, false, kRelu, 2, true},
    {3, 88, 24, false, kRelu, 1, false},
    {5, 96, 40, true, kHard, 2, true},
    {5, 240, 40, true, kHard, 1, false},
    {5, 240, 40, true, kHard, 1, false},
    {5, 120, 48, true, kHard, 1, true},
    {5, 144, 48, true, kHard, 1, false},
    {5, 288, 96, true, kHard, 2, true},
    {5, 576, 96, true, kHard, 1, false},
    {5, 576, 96, true, kHard, 1, false},
}};

constexpr int64_t kStem = 16;

std::vector<InvertedResidual> blocks_of(std::span<const Row> rows, Sides sides) {
  std::vector<InvertedResidual> blocks;
  for (const Row& row : rows) {
    InvertedResidual block;
    block.in = blocks.empty() ? kStem : blocks.back().out;
    block.expanded = row.expanded;
    block.squeezed = row.weighed ? round_channels(static_cast<double>(row.expanded) / 4, 8, 8) : 0;
    block.out = row.out;
    block.kernel = row.kernel;
    block.stride = row.stride;
    block.sides = sides;
    block.expands = block.expanded != block.in;
    block.residual = block.stride == 1 && block.in == block.out;
    block.begins_stage = row.begins_stage;
    block.activation = row.activation;
    blocks.push_back(block);
  }
  return blocks;
}

void name_as_torchvision(InvertedResidualConfig& config) {
  config.stem_names = numbered("features.0");
  int place = 0;
  for (InvertedResidual& block : config.blocks) {
    const std::string at = fmt::format("features.{}.block.", ++place);
    int next = 0;
    if (block.expands) block.expand_names = numbered(at + std::to_string(next++));
    block.depthwise_names = numbered(at + std::to_string(next++));
    if (block.squeezed > 0) {
      block.reduce = at + std::to_string(next) + ".fc1";
      block.restore = at + std::to_string(next++) + ".fc2";
    }
    block.project_names = numbered(at + std::to_string(next));
  }
  config.last_names = numbered(fmt::format("features.{}", place + 1));
  config.hidden->name = "classifier.0";
  config.head = "classifier.3";
}

void name_hidden_as_timm(InvertedResidualConfig& config) {
  int stages = 0;
  for (const InvertedResidual& block : config.blocks) stages += block.begins_stage ? 1 : 0;
  config.last_names = {fmt::format("blocks.{}.0.conv", stages),
                       fmt::format("blocks.{}.0.bn1", stages)};
  config.hidden->name = "conv_head";
  config.hidden->shape = WeightShape::Pointwise;
}

/// "mobilenet_v3_large" and "_small" of torchvision, "mobilenetv3_large_100" and "_small_100" of
/// timm, there with "tf_" before those that TensorFlow's padding and epsilon belong to.
InvertedResidualConfig config_of(const ModelRequest& request) {
  const std::string name = architecture_of(request.config);
  const bool tensorflow = name.starts_with("tf_");
  const std::string bare = tensorflow ? name.substr(3) : name;
  const bool timm = bare == "mobilenetv3_large_100" || bare == "mobilenetv3_small_100";
  if (!timm && (tensorflow || (bare != "mobilenet_v3_large" && bare != "mobilenet_v3_small"))) {
    throw Error(Code::InvalidArgument,
                "config.json names the architecture '{}'; those of MobileNetV3 known here are "
                "mobilenet_v3_large, mobilenet_v3_small, mobilenetv3_large_100, "
                "mobilenetv3_small_100, tf_mobilenetv3_large_100 and tf_mobilenetv3_small_100",
                name);
  }
  (void)naming_of(request, kSigns);  // refuses another model's weights
  const bool large = bare.find("large") != std::string::npos;
  InvertedResidualConfig config;
  config.stem = kStem;
  config.stem_sides = tensorflow ? Sides::Same : Sides::Even;
  config.blocks =
      large ? blocks_of(kLarge, config.stem_sides) : blocks_of(kSmall, config.stem_sides);
  config.features = 6 * config.blocks.back().out;
  config.activation = kHard;
  config.squeeze = {kRelu, true};
  config.hidden = HiddenLayer{"", large ? 1280 : 1024};
  if (tensorflow) config.norm.eps = 0.001;
  if (!timm) config.norm = {0.001, 0.01};
  if (timm) {
    name_as_timm(config);
    name_hidden_as_timm(config);
  } else {
    name_as_torchvision(config);
  }
  return config;
}

}  // namespace

std::unique_ptr<Model> build_mobilenet_v3(const ModelRequest& request) {
  return build_inverted_residual(request, "mobilenet_v3", config_of(request));
}

}  // namespace sempurna
