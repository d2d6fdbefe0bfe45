#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// The known name that `name` was most likely meant to be, or empty when none is near: at most a
/// third of its letters differ. `-` and `_` count as the same, as do upper and lower case.
std::string nearest(std::string_view name, std::span<const std::string> known);

/// " Did you mean X?" with a leading space, or nothing.
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

}  // namespace sempurna
