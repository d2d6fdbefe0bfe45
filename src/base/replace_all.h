#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// The text with `instead` wherever `part` stood, which is not empty.
inline std::string replace_all(std::string text, std::string_view part, std::string_view instead) {
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += instead.size()) {
    text.replace(at, part.size(), instead);
  }
  return text;
}

}  // namespace sempurna
