#pragma once

#include <algorithm>
#include <string_view>

namespace sempurna {

// How tables declare names: words of one text, "KeyId Limit Marker".

/// Calls `visit` with each word until one call gives true, and says whether one did.
template <typename Visit>
bool any_word(std::string_view words, Visit visit) {
  while (!words.empty()) {
    const auto space = std::min(words.find(' '), words.size());
    if (space > 0 && visit(words.substr(0, space))) return true;
    words.remove_prefix(std::min(space + 1, words.size()));
  }
  return false;
}

/// A word that ends with * stands for all that begin so.
inline bool has_word(std::string_view words, std::string_view wanted) {
  return any_word(words, [&](std::string_view word) {
    return word.ends_with('*') ? wanted.starts_with(word.substr(0, word.size() - 1))
                               : word == wanted;
  });
}

}  // namespace sempurna
