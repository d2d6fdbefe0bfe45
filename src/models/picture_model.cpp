#include "models/picture_model.h"

#include <ATen/ATen.h>

#include "base/error.h"
#include "kernels/dropout.h"

namespace sempurna {

Tensor PictureModel::pixels_of(const Batch& batch, const Pass& pass) const {
  if (!batch.pixels.defined() || batch.pixels.dim() != 4 || batch.pixels.size(1) != channels_) {
    throw Error(Code::InvalidArgument,
                "the model reads pictures of {} channels, and the batch holds no such pixels",
                channels_);
  }
  const auto type = pass.precision == Precision::Bf16 ? at::kBFloat16 : at::kFloat;
  return batch.pixels.to(type).contiguous(at::MemoryFormat::ChannelsLast);
}

Tensor PictureModel::features(const Batch& batch, const Pass& pass) {
  return backbone(pixels_of(batch, pass), pass).to(at::kFloat);
}

std::vector<Tensor> PictureModel::maps(const Batch& batch, const Pass& pass) {
  return maps_of(pixels_of(batch, pass), pass);
}

std::vector<Tensor> PictureModel::maps_of(const Tensor& /*pixels*/, const Pass& /*pass*/) {
  throw Error(Code::InvalidArgument, "models of this family do not tell their maps");
}

Tensor PictureModel::classify(const Tensor& features, const Pass& pass) {
  return classifier_(
      kernels::dropout(features, pass.head_dropout, pass.next_seed(), pass.training));
}

Value PictureModel::draw_logits(Graph& graph) const {
  const auto [rows, columns] = only_size();
  const auto dimension = [](int64_t size, const char* name) {
    return size > 0 ? GraphDimension(size) : GraphDimension(name);
  };
  const Value pixels =
      graph.input("pixel_values", at::kFloat,
                  {"batch", channels_, dimension(rows, "height"), dimension(columns, "width")});
  return draw_head(graph, draw_backbone(graph, pixels));
}

Value PictureModel::draw_head(Graph& graph, const Value& features) const {
  return classifier_.draw(graph, features);
}

ParameterSource picture_source(const ModelRequest& request, std::string_view prefix) {
  ParameterSource source(request.checkpoint, request.seed, request.fresh_head, request.device);
  source.look_also_for([start = std::string(prefix) + "."](std::string_view name) {
    std::vector<std::string> others;
    if (name.starts_with(start)) others.emplace_back(name.substr(start.size()));
    return others;
  });
  return source;
}

Linear picture_head(const ParameterSource& source, std::string_view name, int64_t features,
                    int64_t classes) {
  return Linear(source.head().scope(name), features, classes, Init::glorot_uniform());
}

}  // namespace sempurna
