#include "models/mobilenet_v2.h"

#include <optional>
#include <vector>

#include "kernels/pool.h"
#include "models/mobilenet_v2_config.h"
#include "models/picture_model.h"

namespace sempurna {
namespace {

/// An inverted residual: expansion to many channels, a convolution of each, projection to few.
class Block {
 public:
  Block(const ParameterSource& source, const MobileNetV2Block& block,
        const MobileNetV2Config& config)
      : residual_(block.residual) {
    const auto layer = [&](const ConvNames& names, ConvShape shape,
                           kernels::Activation activation) {
      return ConvNorm(source, names, shape, config.norm, activation);
    };
    const ConvShape depthwise = {block.expanded, block.expanded, 3, block.stride, block.expanded,
                                 config.sides,   block.dilation};
    if (block.expands) {
      expand_ = layer(block.expand_names, {block.in, block.expanded}, config.activation);
    }
    depthwise_ = layer(block.depthwise_names, depthwise, config.activation);
    project_ = layer(block.project_names, {block.expanded, block.out}, kernels::Activation::None);
  }

  Tensor operator()(const Tensor& x, const Pass& pass) const {
    const Tensor expanded = expand_ ? (*expand_)(x, pass) : x;
    return project_(depthwise_(expanded, pass), pass, residual_ ? x : Tensor());
  }

 private:
  bool residual_;
  std::optional<ConvNorm> expand_;
  ConvNorm depthwise_;
  ConvNorm project_;
};

class MobileNetV2 final : public PictureModel {
 public:
  MobileNetV2(const ParameterSource& source, const MobileNetV2Config& config, int64_t classes)
      : PictureModel(config.colours),
        stem_(source, config.stem_names, {config.colours, config.stem, 3, 2, 1, config.sides},
              config.norm, config.activation) {
    for (const auto& block : config.blocks) blocks_.emplace_back(source, block, config);
    last_ = ConvNorm(source, config.last_names, {config.blocks.back().out, config.features},
                     config.norm, config.activation);
    classifier_ = picture_head(source, config.head, config.features, classes);
    parameters_ = source.asked();
  }

 private:
  Tensor backbone(const Tensor& pixels, const Pass& pass) override {
    Tensor x = stem_(pixels, pass);
    for (const auto& block : blocks_) x = block(x, pass);
    return kernels::global_average_pool(last_(x, pass));
  }

  ConvNorm stem_;
  std::vector<Block> blocks_;
  ConvNorm last_;
};

}  // namespace

std::unique_ptr<Model> build_mobilenet_v2(const ModelRequest& request) {
  return std::make_unique<MobileNetV2>(picture_source(request, "mobilenet_v2"),
                                       read_mobilenet_v2_config(request), request.classes);
}

}  // namespace sempurna
