#pragma once

#include <cstdint>
#include <vector>

#include "image/resize.h"

namespace sempurna {

/// For a run of output positions along one axis, which inputs each is the weighted sum of.
struct AxisWeights {
  /// Binary places of the weights: Pillow's 32 - 8 - 2.
  static constexpr int kPrecision = 22;

  int taps = 0;                  ///< weights kept for each output position, the last ones unused
  std::vector<int> first;        ///< [outputs] the first input
  std::vector<int> count;        ///< [outputs] how many inputs follow, at most taps
  std::vector<int32_t> weights;  ///< [outputs, taps] in units of 2^-kPrecision

  int outputs() const { return static_cast<int>(first.size()); }
};

/// What of an axis' `size` input positions becomes the output: [begin, begin + extent).
struct AxisInput {
  int size;
  double begin;
  double extent;
};

/// The weights of output positions [start, start + count) of `output`. Not for Nearest.
AxisWeights axis_weights(Interpolation interpolation, const AxisInput& input, int64_t output,
                         int64_t start, int count);

/// The input position that each of [start, start + count) is a copy of, as Pillow's NEAREST has it.
std::vector<int> nearest_positions(const AxisInput& input, int64_t output, int64_t start,
                                   int count);

}  // namespace sempurna
