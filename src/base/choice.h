#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace sempurna {

/// An enumeration whose values have names: `names_of(Enum)`, declared beside it, gives them as an
/// array in the order of the values, which count from 0.
template <typename Enum>
concept Choice = std::is_enum_v<Enum> && requires(Enum value) {
  names_of(value);
};

template <Choice Enum>
constexpr std::string_view name(Enum value) {
  return names_of(value)[static_cast<size_t>(value)];
}

/// The value of this very name, or nothing.
template <Choice Enum>
constexpr std::optional<Enum> choice_named(std::string_view wanted) {
  constexpr auto kNames = names_of(Enum{});
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == wanted) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace sempurna
