#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/piece_model.h"
#include "text/vocabulary.h"

namespace sempurna {

/// Byte-pair encoding (Sennrich et al. 2016) over bytes: of all neighbours the pair that was
/// learned first is joined, the leftmost of equals, until none is left. n log n in the length of a
/// word.
class ByteBpe : public PieceModel {
 public:
  using Merge = std::pair<std::string, std::string>;

  /// `merges` in the order in which they were learned. A byte without a token becomes `unknown`, or
  /// nothing without that. Throws DataCorrupt, naming `where`, when a merge's parts or its result
  /// are not in the vocabulary.
  ByteBpe(const Vocabulary& vocabulary, const std::vector<Merge>& merges,
          std::optional<int32_t> unknown, std::string_view where);

  void append_ids(std::string_view word, std::vector<int32_t>& ids) const override;

 private:
  struct Rule {
    uint64_t pair = ~uint64_t{0};
    uint32_t rank = kNoRank;
    int32_t result = -1;
  };
  static constexpr uint32_t kNoRank = ~uint32_t{0};

  const Rule& rule(int32_t left, int32_t right) const;
  void add_rule(const Rule& rule);
  void join_short(std::vector<int32_t>& symbols, size_t begin) const;
  void join_long(std::vector<int32_t>& symbols, size_t begin) const;

  std::array<int32_t, 256> byte_ids_;
  std::vector<Rule> rules_;  // a hash table with open addressing, at most half full
  Rule none_;
};

}  // namespace sempurna
