#pragma once

#include <cstdint>
#include <span>

#include "image/image.h"
#include "image/preprocess.h"
#include "models/batch.h"

namespace sempurna {

/// Texts, each its token ids, as one packed batch without padding: ids, positions and offsets.
Batch pack_texts(std::span<const std::span<const int32_t>> texts);

/// Room for texts of so many tokens, and one of them put into it.
Batch room_for_texts(std::span<const int64_t> lengths);
void put_text(Batch& batch, int64_t k, std::span<const int32_t> text);

/// Prepared pictures, all of preprocessing.input_size(), as one batch of normalised pixels.
Batch stack_pictures(std::span<const Image> pictures, const Preprocessing& preprocessing);

/// Room for so many pictures, and one of them put into it.
Batch room_for_pictures(int64_t count, const Preprocessing& preprocessing);
void put_picture(Batch& batch, int64_t k, const Image& picture, const Preprocessing& preprocessing);

/// The examples of all batches, which are of one kind, in their order; without labels.
Batch join(std::span<const Batch> batches);

/// [B] int64.
Tensor label_tensor(std::span<const int64_t> labels);

}  // namespace sempurna
