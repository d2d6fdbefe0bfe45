#pragma once

#include <cstdint>

#include "dataset/dataset.h"
#include "dataset/finding.h"

namespace sempurna {

template <typename Dataset>
struct Parts {
  Dataset training;
  Dataset validation;
  int64_t kept_together = 0;  ///< items that are nearly identical to another one of their class
  Findings findings;          ///< classes of which nearly identical items are in both parts
};

/// Parts a data set for a job without a validation channel, as split() does, with items of a class
/// kept on one side that are nearly identical: pictures with the same bytes or that look alike, by
/// the measure of their class, texts that differ in case, spaces and punctuation only.
/// Throws InvalidArgument when `ratio` is not in [0, 1].
Parts<ImageDataset> part_off_validation(const ImageDataset& dataset, double ratio, uint64_t seed);
Parts<TextDataset> part_off_validation(const TextDataset& dataset, double ratio, uint64_t seed);

/// About `most` items, never more, of a data set that has more, in their order: of a class its
/// share and at least `least` of those that it has, of some classes alone where that is too much;
/// else all of them. Their contents and the seed decide which.
ImageDataset sampled(const ImageDataset& dataset, int64_t most, int64_t least, uint64_t seed);
TextDataset sampled(const TextDataset& dataset, int64_t most, int64_t least, uint64_t seed);

}  // namespace sempurna
