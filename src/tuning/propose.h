#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "tuning/surrogate.h"

namespace sempurna {

/// The place other than those tried of which the model expects the greatest improvement, as far as
/// it is found: among places that fill the space and places near the best seen, then uphill from
/// the best of them. Empty where all of these were tried.
std::optional<Place> most_promising(const Surrogate& surrogate, const ParameterRanges& ranges,
                                    const std::set<Place>& tried, uint64_t key);

}  // namespace sempurna
