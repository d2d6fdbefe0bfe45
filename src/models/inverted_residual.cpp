#include "models/inverted_residual.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>

#include "kernels/pool.h"
#include "models/picture_model.h"
#include "nn/draw.h"
#include "nn/linear.h"
#include "nn/squeeze_excite.h"
#include "nn/stochastic_depth.h"

namespace sempurna {
namespace {

class Block {
 public:
  Block(const ParameterSource& source, const InvertedResidual& block,
        const InvertedResidualConfig& config)
      : residual_(block.residual), drop_rate_(block.drop_rate) {
    const kernels::Activation activation = block.activation.value_or(config.activation);
    if (block.squeezed > 0) {
      squeeze_excite_.emplace(source, block.reduce, block.restore, block.expanded, block.squeezed,
                              config.squeeze.activation.value_or(activation), config.squeeze.hard);
    }
    const auto layer = [&](const ConvNames& names, ConvShape shape, kernels::Activation then) {
      return ConvNorm(source, names, shape, config.norm, then);
    };
    if (block.fused) {
      expand_ = layer(block.expand_names, {block.in, block.expanded, block.kernel, block.stride},
                      activation);
    } else {
      if (block.expands) {
        expand_ = layer(block.expand_names, {block.in, block.expanded}, activation);
      }
      depthwise_ = layer(block.depthwise_names,
                         {block.expanded, block.expanded, block.kernel, block.stride,
                          block.expanded, block.sides, block.dilation},
                         activation);
    }
    if (!block.fused || block.expands) {
      project_ = layer(block.project_names, {block.expanded, block.out}, kernels::Activation::None);
    }
  }

  Tensor operator()(const Tensor& x, const Pass& pass) const {
    const Tensor expanded = expand_ ? (*expand_)(x, pass) : x;
    const Tensor inner = depthwise_ ? (*depthwise_)(expanded, pass) : expanded;
    const Tensor weighed = squeeze_excite_ ? (*squeeze_excite_)(inner) : inner;
    if (!residual_) return projected(weighed, pass);
    const double rate = drop_rate_ ? pass.backbone_rate(*drop_rate_) : 0;
    const uint64_t seed = drop_rate_ ? pass.next_seed() : 0;
    if (rate == 0 && project_) return (*project_)(weighed, pass, x);
    return x + stochastic_depth(projected(weighed, pass), rate, seed);
  }

  Value draw(Graph& graph, const Value& x) const {
    const Value expanded = expand_ ? expand_->draw(graph, x) : x;
    const Value inner = depthwise_ ? depthwise_->draw(graph, expanded) : expanded;
    const Value weighed = squeeze_excite_ ? squeeze_excite_->draw(graph, inner) : inner;
    if (project_) return project_->draw(graph, weighed, residual_ ? x : Value{});
    return residual_ ? graph.node("Add", {x, weighed}) : weighed;
  }

 private:
  Tensor projected(const Tensor& x, const Pass& pass) const {
    return project_ ? (*project_)(x, pass) : x;
  }

  bool residual_;
  std::optional<double> drop_rate_;
  std::optional<SqueezeExcite> squeeze_excite_;
  std::optional<ConvNorm> expand_;
  std::optional<ConvNorm> depthwise_;  ///< not of a fused block
  std::optional<ConvNorm> project_;    ///< not of a fused block that does not expand
};

class Network final : public PictureModel {
 public:
  Network(const ParameterSource& source, const InvertedResidualConfig& config, int64_t classes)
      : PictureModel(config.colours),
        max_pool_(config.max_pool),
        activation_(config.activation),
        stem_(source, config.stem_names, {config.colours, config.stem, 3, 2, 1, config.stem_sides},
              config.norm, config.activation) {
    for (const auto& block : config.blocks) blocks_.emplace_back(source, block, config);
    last_ = ConvNorm(source, config.last_names, {config.blocks.back().out, config.features},
                     config.norm, config.activation);
    if (config.hidden) {
      hidden_.emplace(source.scope(config.hidden->name), config.features, config.hidden->width,
                      Init::normal(0.01), config.hidden->shape);
    }
    classifier_ = picture_head(source, config.head,
                               config.hidden ? config.hidden->width : config.features, classes);
    parameters_ = source.asked();
  }

 private:
  Tensor backbone(const Tensor& pixels, const Pass& pass) override {
    Tensor x = stem_(pixels, pass);
    for (const auto& block : blocks_) x = block(x, pass);
    x = last_(x, pass);
    x = max_pool_ ? kernels::global_max_pool(x) : kernels::global_average_pool(x);
    return hidden_ ? (*hidden_)(x, activation_) : x;
  }

  Value draw_backbone(Graph& graph, const Value& pixels) const override {
    Value x = stem_.draw(graph, pixels);
    for (const auto& block : blocks_) x = block.draw(graph, x);
    x = last_.draw(graph, x);
    x = max_pool_ ? graph.node("Flatten", {graph.node("GlobalMaxPool", {x})}, {{"axis", 1}})
                  : draw_average_pool(graph, x);
    return hidden_ ? hidden_->draw(graph, x, activation_) : x;
  }

  std::vector<Tensor> maps_of(const Tensor& pixels, const Pass& pass) override {
    std::vector<Tensor> maps = {stem_(pixels, pass)};
    for (const auto& block : blocks_) maps.push_back(block(maps.back(), pass));
    maps.push_back(last_(maps.back(), pass));
    return maps;
  }

  bool max_pool_;
  kernels::Activation activation_;
  ConvNorm stem_;
  std::vector<Block> blocks_;
  ConvNorm last_;
  std::optional<Linear> hidden_;
};

}  // namespace

int64_t round_channels(double channels, int64_t divisor, int64_t least) {
  const auto multiple =
      static_cast<int64_t>(channels + static_cast<double>(divisor) / 2.0) / divisor;
  const int64_t result = std::max(least, multiple * divisor);
  return static_cast<double>(result) < 0.9 * channels ? result + divisor : result;
}

ConvNames numbered(const std::string& sequence, int first) {
  return {fmt::format("{}.{}", sequence, first), fmt::format("{}.{}", sequence, first + 1)};
}

void name_as_timm(InvertedResidualConfig& config) {
  config.stem_names = {"conv_stem", "bn1"};
  int stage = -1;
  int place = 0;
  for (InvertedResidual& block : config.blocks) {
    stage += block.begins_stage ? 1 : 0;
    place = block.begins_stage ? 0 : place + 1;
    const std::string at = fmt::format("blocks.{}.{}.", stage, place);
    block.expand_names = {at + "conv_pw", at + "bn1"};
    block.depthwise_names = {at + "conv_dw", at + (block.expands ? "bn2" : "bn1")};
    block.project_names = {at + (block.expands ? "conv_pwl" : "conv_pw"),
                           at + (block.expands ? "bn3" : "bn2")};
    block.reduce = at + "se.conv_reduce";
    block.restore = at + "se.conv_expand";
  }
  config.last_names = {"conv_head", "bn2"};
  config.head = "classifier";
}

std::unique_ptr<Model> build_inverted_residual(const ModelRequest& request, std::string_view prefix,
                                               const InvertedResidualConfig& config) {
  return std::make_unique<Network>(picture_source(request, prefix), config, request.classes);
}

}  // namespace sempurna
