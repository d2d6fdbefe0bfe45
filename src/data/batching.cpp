#include "data/batching.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "base/error.h"

namespace sempurna {

Batch pack_texts(std::span<const std::span<const int32_t>> texts) {
  int64_t tokens = 0;
  for (const auto& text : texts) tokens += static_cast<int64_t>(text.size());
  Batch batch;
  batch.token_ids = at::empty({tokens}, at::kLong);
  batch.positions = at::empty({tokens}, at::kLong);
  batch.offsets = at::empty({static_cast<int64_t>(texts.size()) + 1}, at::kInt);
  auto* ids = batch.token_ids.data_ptr<int64_t>();
  auto* positions = batch.positions.data_ptr<int64_t>();
  auto* offsets = batch.offsets.data_ptr<int32_t>();
  int64_t at = 0;
  for (const auto& text : texts) {
    *offsets++ = static_cast<int32_t>(at);
    for (size_t i = 0; i < text.size(); ++i, ++at) {
      ids[at] = text[i];
      positions[at] = static_cast<int64_t>(i);
    }
  }
  *offsets = static_cast<int32_t>(at);
  return batch;
}

Batch stack_pictures(std::span<const Image> pictures, const Preprocessing& preprocessing) {
  const Size size = preprocessing.input_size();
  Batch batch;
  batch.pixels = at::empty(
      {static_cast<int64_t>(pictures.size()), 3, size.height, size.width},
      at::TensorOptions().dtype(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
  auto* out = batch.pixels.data_ptr<float>();
  for (const Image& picture : pictures) {
    ensure(picture.width == size.width && picture.height == size.height, "a prepared picture");
    normalise(picture, preprocessing, out, Layout::Nhwc);
    out += static_cast<int64_t>(size.width) * size.height * 3;
  }
  return batch;
}

Batch join(std::span<const Batch> batches) {
  ensure(!batches.empty(), "at least one batch");
  const auto joined = [&](Tensor Batch::*member) {
    std::vector<Tensor> parts;
    for (const Batch& batch : batches) {
      if ((batch.*member).defined()) parts.push_back(batch.*member);
    }
    return parts.empty() ? Tensor() : at::cat(parts);
  };
  Batch all;
  all.pixels = joined(&Batch::pixels);
  if (all.pixels.defined()) return all;
  all.token_ids = joined(&Batch::token_ids);
  all.segments = joined(&Batch::segments);
  all.positions = joined(&Batch::positions);
  std::vector<Tensor> offsets = {at::zeros({1}, at::kInt)};
  int64_t tokens = 0;
  for (const Batch& batch : batches) {
    offsets.push_back(batch.offsets.slice(0, 1) + tokens);
    tokens += batch.token_ids.size(0);
  }
  all.offsets = at::cat(offsets);
  return all;
}

Tensor label_tensor(std::span<const int64_t> labels) {
  Tensor tensor = at::empty({static_cast<int64_t>(labels.size())}, at::kLong);
  std::copy(labels.begin(), labels.end(), tensor.data_ptr<int64_t>());
  return tensor;
}

}  // namespace sempurna
