#include "data/batching.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/error.h"

namespace sempurna {

Batch room_for_texts(std::span<const int64_t> lengths) {
  Batch batch;
  batch.offsets = at::empty({std::ssize(lengths) + 1}, at::kInt);
  auto* offsets = batch.offsets.data_ptr<int32_t>();
  int64_t tokens = 0;
  *offsets = 0;
  for (const int64_t length : lengths) {
    tokens += length;
    *++offsets = static_cast<int32_t>(tokens);
  }
  batch.token_ids = at::empty({tokens}, at::kLong);
  batch.positions = at::empty({tokens}, at::kLong);
  return batch;
}

void put_text(Batch& batch, int64_t k, std::span<const int32_t> text) {
  const int64_t first = batch.offsets.data_ptr<int32_t>()[k];
  std::copy(text.begin(), text.end(), batch.token_ids.data_ptr<int64_t>() + first);
  auto* positions = batch.positions.data_ptr<int64_t>() + first;
  std::iota(positions, positions + text.size(), 0);
}

Batch pack_texts(std::span<const std::span<const int32_t>> texts) {
  std::vector<int64_t> lengths;
  for (const auto& text : texts) lengths.push_back(std::ssize(text));
  Batch batch = room_for_texts(lengths);
  for (size_t k = 0; k < texts.size(); ++k) put_text(batch, static_cast<int64_t>(k), texts[k]);
  return batch;
}

Batch room_for_pictures(int64_t count, const Preprocessing& preprocessing) {
  const Size size = preprocessing.input_size();
  Batch batch;
  batch.pixels = at::empty(
      {count, 3, size.height, size.width},
      at::TensorOptions().dtype(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
  return batch;
}

void put_picture(Batch& batch, int64_t k, const Image& picture,
                 const Preprocessing& preprocessing) {
  ensure(picture.width == batch.pixels.size(3) && picture.height == batch.pixels.size(2),
         "a prepared picture");
  const int64_t values = int64_t{3} * picture.width * picture.height;
  normalise(picture, preprocessing, batch.pixels.data_ptr<float>() + k * values, Layout::Nhwc);
}

Batch stack_pictures(std::span<const Image> pictures, const Preprocessing& preprocessing) {
  Batch batch = room_for_pictures(std::ssize(pictures), preprocessing);
  for (size_t k = 0; k < pictures.size(); ++k) {
    put_picture(batch, static_cast<int64_t>(k), pictures[k], preprocessing);
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
  all.scores = joined(&Batch::scores);
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
