#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/trie.h"

namespace sempurna {

/// Tokens and their ids, both ways. Ids may have gaps.
class Vocabulary {
 public:
  static constexpr int32_t kMaxId = (1 << 24) - 1;
  static constexpr size_t kMaxTokenBytes = 4096;
  static constexpr size_t kMaxBytes = 16 << 20;  ///< of all tokens

  Vocabulary() = default;
  Vocabulary(Vocabulary&&) = default;
  Vocabulary& operator=(Vocabulary&&) = default;
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  /// Two ids may have one token; then find() gives the one added last. Throws DataCorrupt, naming
  /// `where`, when the id is negative or above kMaxId, the token longer than kMaxTokenBytes, or all
  /// together longer than kMaxBytes.
  void add(std::string token, int64_t id, std::string_view where);

  /// One more than the largest id.
  size_t size() const { return tokens_.size(); }
  /// Throws InvalidArgument when no token has this id.
  const std::string& token(int32_t id) const;
  std::optional<int32_t> find(std::string_view token) const;

  /// All tokens with the id that find() gives, in the order of ids.
  std::vector<std::pair<std::string_view, int32_t>> entries() const;
  Trie trie() const { return Trie(entries()); }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  std::unordered_map<std::string, int32_t, Hash, std::equal_to<>> ids_;
  size_t bytes_ = 0;
  std::vector<const std::string*> tokens_;  // keys of ids_, which stay where they are
};

}  // namespace sempurna
