#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "dataset/dataset.h"
#include "image/image.h"

namespace sempurna {

/// What a picture looks like from far away: 16 x 16 grey values, by rows. Copies in another size or
/// of another compression look nearly the same.
using Look = std::array<uint8_t, 256>;

Look look_at(const Image& image);

/// Whether two pictures are so alike that one may be a copy of the other: their differences from
/// their own mean differ by less than a tenth. Two that are plain all over are never alike.
bool alike(const Look& a, const Look& b);

/// Pairs of pictures that are alike, first below second, which join() then joins. Compares only
/// those whose coarsest features agree, so the time is about n log n. Every copy may be missed that
/// differs in all of its four bands of features.
std::vector<std::pair<int64_t, int64_t>> find_alike(std::span<const Look> looks);

/// The look of every item's file, decoded as small as its format allows. A file that can no longer
/// be decoded looks plain. `progress` is called now and then, from one thread at a time, and may
/// throw to stop.
std::vector<Look> look_at(const ImageDataset& dataset, int threads,
                          const std::function<void(int64_t done, int64_t total)>& progress = {});

}  // namespace sempurna
