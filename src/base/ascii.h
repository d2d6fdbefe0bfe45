#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace sempurna {

/// A to Z as a to z; every other byte as it is, whatever the locale.
inline char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower_ascii(c);
  return result;
}

/// Equal but for the case of A to Z, as names of headers and of hosts are compared.
inline bool same_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

}  // namespace sempurna
