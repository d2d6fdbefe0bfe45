#pragma once

#include <optional>
#include <string>

#include "base/clock.h"

namespace sempurna {

/// The moment that is written so in UTC: 2026-01-02T03:04:05Z, with a fraction of the second
/// perhaps, which counts to the millisecond. Empty when it is not that.
std::optional<Time> read_iso_time(const std::string& text);

}  // namespace sempurna
