#pragma once

#include <cstdint>

#include "tuning/search_space.h"

namespace sempurna {

/// The `index`-th of a sequence of places that fills the unit cube more evenly than chance would:
/// Halton's (1960), each digit permuted by `key`, the permutation another for each coordinate and
/// digit, as in Owen, A Randomized Halton Algorithm in R (2017). At most 32 coordinates.
Place low_discrepancy(size_t coordinates, uint64_t index, uint64_t key);

}  // namespace sempurna
