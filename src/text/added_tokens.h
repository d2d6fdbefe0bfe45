#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "text/trie.h"

namespace sempurna {

/// A token that is looked for in the text as it stands, before the text is cut up: "[MASK]".
struct AddedToken {
  std::string content;
  int32_t id = -1;
  bool single_word = false;  ///< not beside a letter, digit or underscore
  bool lstrip = false;       ///< swallows the blanks before it
  bool rstrip = false;       ///< swallows the blanks behind it
  bool normalized = false;   ///< looked for in the normalized text
};

/// Finds added tokens, leftmost first and of several the longest.
class AddedTokens {
 public:
  AddedTokens() = default;
  explicit AddedTokens(std::vector<AddedToken> tokens);

  bool empty() const { return tokens_.empty(); }

  struct Match {
    size_t begin, end;
    int32_t id;
  };
  /// The first at or after `from`, blanks that it swallows included.
  std::optional<Match> find(std::string_view text, size_t from) const;

 private:
  std::vector<AddedToken> tokens_;
  Trie trie_;
  std::array<bool, 256> first_{};
};

}  // namespace sempurna
