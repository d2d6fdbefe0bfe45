#pragma once

#include <string>
#include <vector>

#include "base/ascii.h"

namespace sempurna {

/// The runs of the letters a to z in a text, in lower case.
inline std::vector<std::string> ascii_words(const std::string& text) {
  std::vector<std::string> all(1);
  for (const char c : lower_ascii(text)) {
    if (c >= 'a' && c <= 'z') {
      all.back() += c;
    } else if (!all.back().empty()) {
      all.emplace_back();
    }
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

}  // namespace sempurna
