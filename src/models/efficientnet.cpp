#include "models/efficientnet.h"

#include <ATen/ATen.h>

#include <optional>
#include <vector>

#include "kernels/pool.h"
#include "models/efficientnet_config.h"
#include "models/picture_model.h"
#include "nn/squeeze_excite.h"
#include "nn/stochastic_depth.h"

namespace sempurna {
namespace {

/// An inverted residual whose channels are weighed before the projection.
class Block {
 public:
  Block(const ParameterSource& source, const EfficientNetBlock& block,
        const EfficientNetConfig& config)
      : block_(block) {
    if (block.squeezed > 0) {
      squeeze_excite_.emplace(source, block.reduce, block.restore, block.expanded, block.squeezed,
                              config.activation);
    }
    const auto layer = [&](const ConvNames& names, ConvShape shape,
                           kernels::Activation activation) {
      return ConvNorm(source, names, shape, config.norm, activation);
    };
    if (block.fused) {
      expand_ = layer(block.expand_names, {block.in, block.expanded, block.kernel, block.stride},
                      config.activation);
      if (block.expanded != block.in) {
        project_ =
            layer(block.project_names, {block.expanded, block.out}, kernels::Activation::None);
      }
      return;
    }
    if (block.expanded != block.in) {
      expand_ = layer(block.expand_names, {block.in, block.expanded}, config.activation);
    }
    depthwise_ = layer(
        block.depthwise_names,
        {block.expanded, block.expanded, block.kernel, block.stride, block.expanded, block.sides},
        config.activation);
    project_ = layer(block.project_names, {block.expanded, block.out}, kernels::Activation::None);
  }

  Tensor operator()(const Tensor& x, const Pass& pass) const {
    const Tensor expanded = expand_ ? (*expand_)(x, pass) : x;
    const Tensor inner = depthwise_ ? (*depthwise_)(expanded, pass) : expanded;
    const Tensor weighed = squeeze_excite_ ? (*squeeze_excite_)(inner) : inner;
    if (!block_.residual) return project_ ? (*project_)(weighed, pass) : weighed;
    const double rate = drop_rate(pass);
    const uint64_t seed = pass.next_seed();
    if (rate == 0 && project_) return (*project_)(weighed, pass, x);
    return x + stochastic_depth(project_ ? (*project_)(weighed, pass) : weighed, rate, seed);
  }

 private:
  double drop_rate(const Pass& pass) const { return pass.backbone_rate(block_.drop_rate); }

  EfficientNetBlock block_;
  std::optional<SqueezeExcite> squeeze_excite_;
  std::optional<ConvNorm> expand_;
  std::optional<ConvNorm> depthwise_;  ///< not of a fused block
  std::optional<ConvNorm> project_;    ///< not of a fused block that does not expand
};

class EfficientNet final : public PictureModel {
 public:
  EfficientNet(const ParameterSource& source, const EfficientNetConfig& config, int64_t classes)
      : PictureModel(config.colours),
        max_pool_(config.max_pool),
        stem_(source, config.stem_names, {config.colours, config.stem, 3, 2, 1, config.stem_sides},
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
    x = last_(x, pass);
    return max_pool_ ? kernels::global_max_pool(x) : kernels::global_average_pool(x);
  }

  bool max_pool_;
  ConvNorm stem_;
  std::vector<Block> blocks_;
  ConvNorm last_;
};

}  // namespace

std::unique_ptr<Model> build_efficientnet(const ModelRequest& request) {
  return std::make_unique<EfficientNet>(picture_source(request, "efficientnet"),
                                        read_efficientnet_config(request), request.classes);
}

}  // namespace sempurna
