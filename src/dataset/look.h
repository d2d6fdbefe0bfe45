#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "image/image.h"

namespace sempurna {

/// What a picture looks like from far away: 16 x 16 grey values, by rows. Copies in another size or
/// of another compression look nearly the same.
using Look = std::array<uint8_t, 256>;

Look look_at(const Image& image);

/// How far apart two pictures look: the mean difference of their values from their own means, in
/// units of the lesser contrast. Ordinary photographs are about 1.5 apart, copies in another size
/// or compression less than 0.1. Nothing for a picture that is plain all over.
std::optional<double> distance(const Look& a, const Look& b);

/// How near two pictures of this collection must be for one to pass for a copy of the other: a
/// tenth, or less where all of them are near to each other, as fruit on white or the frames of a
/// fixed camera are. Relative to the median distance of pairs, taken along the order given.
double nearness(std::span<const Look> looks);

/// Pairs of pictures that are nearer than that, first below second, which join() then joins.
/// Compares only those whose coarsest features agree, so the time is about n log n. Every copy may
/// be missed that differs in all of its four bands of features.
std::vector<std::pair<int64_t, int64_t>> find_alike(std::span<const Look> looks);
}  // namespace sempurna
