#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <type_traits>

namespace sempurna {

/// The number that all of the text is, in C's notation and whatever the locale: no blank, no plus
/// sign, nothing after it, no minus sign for an unsigned Number, nothing beyond what Number holds,
/// neither infinity nor NaN. Empty when it is not that.
template <typename Number>
std::optional<Number> read_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(value)) return std::nullopt;
  }
  return value;
}

}  // namespace sempurna
