#include "models/vit.h"

#include <ATen/ATen.h>

#include <vector>

#include "base/error.h"
#include "kernels/attention.h"
#include "kernels/dropout.h"
#include "kernels/linear.h"
#include "models/picture_model.h"
#include "models/vit_config.h"

namespace sempurna {
namespace {

/// Patches of a picture as tokens, the class token (and that for distillation) before them, and to
/// all of them their positions added.
class PatchEmbedding {
 public:
  PatchEmbedding(const ParameterSource& source, const ViTConfig& config) : config_(config) {
    const int64_t width = config.layer.width;
    const Init init = Init::normal(config.layer.deviation);
    const ParameterSource patches = source.scope(config.names.patches);
    weight_ = patches.parameter(
        "weight", {width, config.colours, config.patch_rows, config.patch_columns}, init);
    bias_ = patches.parameter("bias", {width}, Init::zeros());
    first_.push_back(source.parameter(config.names.class_token, {1, 1, width}, init));
    if (config.distilled) {
      first_.push_back(source.parameter("deit.embeddings.distillation_token", {1, 1, width}, init));
    }
    const int64_t placed = config.positions_of_patches ? tokens() - 1 : tokens();
    positions_ = source.parameter(config.names.positions, {1, placed, width}, init);
  }

  /// The tokens of one picture.
  int64_t tokens() const {
    return (config_.rows / config_.patch_rows) * (config_.columns / config_.patch_columns) +
           static_cast<int64_t>(first_.size());
  }

  std::pair<int64_t, int64_t> size() const { return {config_.rows, config_.columns}; }

  /// [B, C, Y, X] to [B, T, D].
  Tensor operator()(const Tensor& pixels, const Pass& pass) const {
    if (pixels.size(2) != config_.rows || pixels.size(3) != config_.columns) {
      throw Error(Code::InvalidArgument,
                  "this vision transformer reads pictures of {} x {} pixels, not {} x {}; its "
                  "positions are made for that size",
                  config_.columns, config_.rows, pixels.size(3), pixels.size(2));
    }
    const int64_t batch = pixels.size(0);
    const int64_t width = config_.layer.width;
    std::vector<Tensor> parts;
    for (const auto& token : first_) {
      parts.push_back(token.to(pixels.scalar_type()).expand({batch, 1, width}));
    }
    const Tensor positions = positions_.to(pixels.scalar_type());
    const Tensor patch = patches(pixels).view({batch, -1, width});
    parts.push_back(config_.positions_of_patches ? patch + positions : patch);
    Tensor x = at::cat(parts, 1);
    if (!config_.positions_of_patches) x = x + positions;
    return kernels::dropout(x, pass.backbone_rate(config_.layer.hidden_dropout), pass.next_seed(),
                            pass.training);
  }

  Value draw(Graph& graph, const Value& pixels) const {
    const int64_t width = config_.layer.width;
    const Value maps =
        graph.node("Conv", {pixels, graph.constant(weight_), graph.constant(bias_)},
                   {{"strides", std::vector<int64_t>{config_.patch_rows, config_.patch_columns}}});
    const Value flat = graph.node("Reshape", {maps, graph.list({0, width, -1})});
    Value x = graph.node("Transpose", {flat}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
    if (config_.positions_of_patches) x = graph.node("Add", {x, graph.constant(positions_)});
    const Value batch =
        graph.node("Gather", {graph.node("Shape", {pixels}), graph.list({0})}, {{"axis", 0}});
    const Value shape = graph.node("Concat", {batch, graph.list({1, width})}, {{"axis", 0}});
    std::vector<Value> parts;
    for (const auto& token : first_)
      parts.push_back(graph.node("Expand", {graph.constant(token), shape}));
    parts.push_back(x);
    x = graph.node("Concat", parts, {{"axis", 1}});
    return config_.positions_of_patches ? x : graph.node("Add", {x, graph.constant(positions_)});
  }

 private:
  // Patches do not overlap: cut out and laid flat they are the rows of one matrix product.
  Tensor patches(const Tensor& pixels) const {
    const int64_t rows = config_.rows / config_.patch_rows;
    const int64_t columns = config_.columns / config_.patch_columns;
    const Tensor cut = pixels.narrow(2, 0, rows * config_.patch_rows)
                           .narrow(3, 0, columns * config_.patch_columns)
                           .reshape({pixels.size(0), config_.colours, rows, config_.patch_rows,
                                     columns, config_.patch_columns})
                           .permute({0, 2, 4, 1, 3, 5})
                           .reshape({pixels.size(0) * rows * columns, -1});
    return kernels::linear(cut, weight_.flatten(1), bias_);
  }

  ViTConfig config_;
  Tensor weight_;
  Tensor bias_;
  std::vector<Tensor> first_;
  Tensor positions_;
};

class ViT final : public PictureModel {
 public:
  ViT(const ParameterSource& source, const ViTConfig& config, int64_t classes)
      : PictureModel(config.colours), embedding_(source, config) {
    for (int64_t i = 0; i < config.layers; ++i) {
      layers_.emplace_back(source.scope(config.names.layers + std::to_string(i)), config.layer,
                           config.names.layer);
    }
    norm_ = LayerNorm(source.scope(config.names.norm), config.layer.width, config.layer.norm_eps);
    classifier_ = picture_head(source, config.names.head, config.layer.width, classes);
    parameters_ = source.asked();
  }

 private:
  Tensor backbone(const Tensor& pixels, const Pass& pass) override {
    const int64_t batch = pixels.size(0);
    Tensor x = embedding_(pixels, pass).flatten(0, 1);
    const Tensor offsets = kernels::equal_offsets(batch, embedding_.tokens());
    const Tensor class_tokens = on_device(offsets.narrow(0, 0, batch).to(at::kLong), x.device());
    for (size_t i = 0; i < layers_.size(); ++i) {
      x = layers_[i](x, offsets, i + 1 < layers_.size() ? Tensor() : class_tokens, pass);
    }
    return norm_(x);
  }

  std::pair<int64_t, int64_t> only_size() const override { return embedding_.size(); }

  Value draw_backbone(Graph& graph, const Value& pixels) const override {
    Value x = embedding_.draw(graph, pixels);
    for (const auto& layer : layers_) x = layer.draw(graph, x);
    return norm_.draw(graph, graph.node("Gather", {x, graph.number(int64_t{0})}, {{"axis", 1}}));
  }

  PatchEmbedding embedding_;
  std::vector<PreNormLayer> layers_;
  LayerNorm norm_;
};

std::unique_ptr<Model> build(const ModelRequest& request, std::string_view family) {
  return std::make_unique<ViT>(picture_source(request, family), read_vit_config(request, family),
                               request.classes);
}

}  // namespace

std::unique_ptr<Model> build_vit(const ModelRequest& request) {
  return build(request, "vit");
}

std::unique_ptr<Model> build_deit(const ModelRequest& request) {
  return build(request, "deit");
}

}  // namespace sempurna
