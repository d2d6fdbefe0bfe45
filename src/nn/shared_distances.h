#pragma once

#include <cstdint>

#include "tensor/tensor.h"

namespace sempurna {

/// What all layers of an encoder know alike of how far tokens stand from each other: a small table
/// whose rows stand for distances, near ones each for itself, far ones for many together.
struct SharedDistances {
  Tensor rows;     ///< [2 P - 1] int64: the row of each distance i - j of a query i from a key j,
                   ///< from 1 - P on; undefined: nothing is known
  Tensor vectors;  ///< [R, D], of which each layer's own projections make what its keys and queries
                   ///< see (He et al. 2021, arXiv:2006.03654); or undefined
  Tensor biases;  ///< [R, H] or, alike for all heads, [R, 1], added to the scaled scores (Raffel et
                  ///< al. 2020, arXiv:1910.10683); or undefined

  /// Of texts of at most this length, 1 to P.
  SharedDistances within(int64_t length) const;
};

/// Of a window: tokens within `reach` of each other see one another, farther ones do not.
SharedDistances window_distances(int64_t positions, int64_t reach);

/// The rows of MPNet's and T5's biases, half of `buckets` for each direction, the farther half of
/// those in steps that grow up to a distance of 128.
Tensor biased_distances(int64_t positions, int64_t buckets);

/// The rows of DeBERTa's vectors, 2 · span of them: distances up to half of `buckets` each for
/// itself, farther ones in steps that grow up to `farthest`; without buckets (0) each for itself.
Tensor vector_distances(int64_t positions, int64_t buckets, int64_t farthest, int64_t span);

}  // namespace sempurna
