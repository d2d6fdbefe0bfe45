#include "models/resnet.h"

#include <optional>
#include <vector>

#include "kernels/pool.h"
#include "models/picture_model.h"
#include "models/resnet_config.h"
#include "nn/draw.h"

namespace sempurna {
namespace {

ConvNorm layer(const ParameterSource& source, const ResNetConv& conv,
               kernels::Activation activation) {
  return ConvNorm(source, conv.names, conv.shape, {}, activation);
}

class Block {
 public:
  Block(const ParameterSource& source, const ResNetBlock& block, kernels::Activation activation) {
    // The last one's activation comes after the shortcut was added; it alone is the
    // configuration's.
    for (const auto& conv : block.convs) {
      const bool last = convs_.size() + 1 == block.convs.size();
      convs_.push_back(layer(source, conv, last ? activation : kernels::Activation::Relu));
    }
    halved_ = block.halved;
    if (block.shortcut) shortcut_ = layer(source, *block.shortcut, kernels::Activation::None);
  }

  Tensor operator()(const Tensor& x, const Pass& pass) const {
    const Tensor kept = halved_ ? kernels::halve(x) : x;
    const Tensor residual = shortcut_ ? (*shortcut_)(kept, pass) : kept;
    Tensor y = x;
    for (size_t i = 0; i + 1 < convs_.size(); ++i) y = convs_[i](y, pass);
    return convs_.back()(y, pass, residual);
  }

  Value draw(Graph& graph, const Value& x) const {
    const Value kept = halved_ ? graph.node("AveragePool", {x},
                                            {{"kernel_shape", std::vector<int64_t>{2, 2}},
                                             {"strides", std::vector<int64_t>{2, 2}},
                                             {"ceil_mode", 1}})
                               : x;
    const Value residual = shortcut_ ? shortcut_->draw(graph, kept) : kept;
    Value y = x;
    for (size_t i = 0; i + 1 < convs_.size(); ++i) y = convs_[i].draw(graph, y);
    return convs_.back().draw(graph, y, residual);
  }

 private:
  std::vector<ConvNorm> convs_;
  std::optional<ConvNorm> shortcut_;
  bool halved_ = false;
};

class ResNet final : public PictureModel {
 public:
  ResNet(const ParameterSource& source, const ResNetConfig& config, int64_t classes)
      : PictureModel(config.stem.front().shape.in) {
    for (const auto& conv : config.stem) stem_.push_back(layer(source, conv, config.activation));
    for (const auto& block : config.blocks) blocks_.emplace_back(source, block, config.activation);
    classifier_ = picture_head(source, config.head, config.features, classes);
    parameters_ = source.asked();
  }

 private:
  Tensor backbone(const Tensor& pixels, const Pass& pass) override {
    Tensor x = pixels;
    for (const auto& conv : stem_) x = conv(x, pass);
    x = kernels::max_pool2d(x, 3, 2, 1, false);
    for (const auto& block : blocks_) x = block(x, pass);
    return kernels::global_average_pool(x);
  }

  Value draw_backbone(Graph& graph, const Value& pixels) const override {
    Value x = pixels;
    for (const auto& conv : stem_) x = conv.draw(graph, x);
    x = graph.node("MaxPool", {x},
                   {{"kernel_shape", std::vector<int64_t>{3, 3}},
                    {"strides", std::vector<int64_t>{2, 2}},
                    {"pads", std::vector<int64_t>{1, 1, 1, 1}}});
    for (const auto& block : blocks_) x = block.draw(graph, x);
    return draw_average_pool(graph, x);
  }

  std::vector<ConvNorm> stem_;
  std::vector<Block> blocks_;
};

}  // namespace

std::unique_ptr<Model> build_resnet(const ModelRequest& request) {
  return std::make_unique<ResNet>(picture_source(request, "resnet"), read_resnet_config(request),
                                  request.classes);
}

}  // namespace sempurna
