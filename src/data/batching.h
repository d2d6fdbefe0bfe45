#pragma once

#include <cstdint>
#include <span>

#include "image/image.h"
#include "image/preprocess.h"
#include "models/batch.h"

namespace sempurna {

/// Texts, each its token ids, as one packed batch without padding: ids, positions and offsets.
Batch pack_texts(std::span<const std::span<const int32_t>> texts);

/// Prepared pictures, all of preprocessing.input_size(), as one batch of normalised pixels.
Batch stack_pictures(std::span<const Image> pictures, const Preprocessing& preprocessing);

/// The examples of all batches, which are of one kind, in their order; without labels.
Batch join(std::span<const Batch> batches);

/// [B] int64.
Tensor label_tensor(std::span<const int64_t> labels);

}  // namespace sempurna
