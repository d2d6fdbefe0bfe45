#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/piece_model.h"
#include "text/trie.h"

namespace sempurna {

/// The most probable segmentation under independent pieces (Kudo 2018), as SentencePiece finds it.
/// Neighbouring characters that no piece covers make one unknown token together.
class Unigram : public PieceModel {
 public:
  /// Pieces with their log probabilities; a piece's place is its id. With `byte_fallback`, an
  /// unknown character becomes the tokens "<0x00>" to "<0xFF>" of its bytes, if all are there.
  /// Throws DataCorrupt, naming `where`, when there is no piece or `unknown` is none of them.
  Unigram(const std::vector<std::pair<std::string, double>>& pieces, int32_t unknown,
          bool byte_fallback, std::string_view where);

  void append_ids(std::string_view text, std::vector<int32_t>& ids) const override;

 private:
  void append_unknown(std::string_view text, std::vector<int32_t>& ids) const;

  Trie trie_;
  std::vector<double> scores_;
  double unknown_score_;
  int32_t unknown_;
  std::vector<int32_t> byte_ids_;  // 256 of them, or none without fallback
};

}  // namespace sempurna
