#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sempurna {

/// Hashes of what a text is told by, each as often as it occurs. Of a long text the beginning is
/// read: kMostWords.
struct WordTerms {
  /// In lower case; a character of a script that is written without blanks is a word.
  std::vector<uint64_t> words;
  /// Of neighbours.
  std::vector<uint64_t> pairs;
  /// kShortestPart to kLongestPart characters in a row of a word with a blank before and behind it,
  /// as scikit-learn's char_wb has them; none where nobody asked for them.
  std::vector<uint64_t> parts;
};

/// With parts their highest bit is set and that of words and pairs is not; without parts no bit
/// says anything.
WordTerms terms_of(std::string_view text, bool with_parts);

/// Longer texts say little more of their class than their beginning does.
constexpr size_t kMostWords = 256;
constexpr size_t kShortestPart = 3;
constexpr size_t kLongestPart = 4;
constexpr uint64_t kPartBit = uint64_t{1} << 63;

}  // namespace sempurna
