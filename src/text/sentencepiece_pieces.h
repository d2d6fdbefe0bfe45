#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentencepiece_file.h"
#include "text/trie.h"

namespace sempurna {

/// The pieces of a SentencePiece model, ready to be looked for.
class SentencePieces {
 public:
  /// Throws DataCorrupt, naming `where`, when a piece occurs twice, there is not exactly one
  /// unknown piece, or byte pieces are missing with `byte_fallback` or there without.
  SentencePieces(std::vector<SentencePiece> pieces, bool byte_fallback, std::string_view where);

  SentencePieces(const SentencePieces&) = delete;
  SentencePieces& operator=(const SentencePieces&) = delete;

  size_t size() const { return pieces_.size(); }
  const SentencePiece& operator[](int32_t id) const { return pieces_[static_cast<size_t>(id)]; }
  /// The unknown piece's id when there is no such piece.
  int32_t id(std::string_view piece) const;
  int32_t unknown_id() const { return unknown_; }
  /// The ids of "<0x00>" to "<0xFF>", or none when unknown characters are not split into bytes.
  const std::vector<int32_t>& byte_ids() const { return byte_ids_; }

  /// What a text may be made of, with ids: normal, user-defined and unused pieces.
  const Trie& in_text() const { return in_text_; }
  const Trie& user_defined() const { return user_defined_; }
  bool has_user_defined() const { return has_user_defined_; }

  float least_score() const { return least_; }        ///< of normal pieces
  float greatest_score() const { return greatest_; }  ///< of normal pieces, but above 0

 private:
  void add_reserved(int32_t id, std::string_view where);
  void find_byte_pieces(std::string_view where);

  std::vector<SentencePiece> pieces_;
  std::map<std::string_view, int32_t> reserved_;  // unknown, control and byte pieces
  Trie in_text_;
  Trie user_defined_;
  bool has_user_defined_ = false;
  int32_t unknown_ = -1;
  std::vector<int32_t> byte_ids_;
  float least_;
  float greatest_;
};

/// A part of a text and what it became.
struct SentenceSegment {
  size_t length;  ///< in bytes
  int32_t id;
};

/// Cuts `text` into the pieces with the greatest sum of scores (Kudo 2018, arXiv:1804.10959). A
/// character that is no piece costs 10 more than the least normal piece and becomes an unknown one.
/// Scores are added in single precision, as the reference does, so that ties fall alike.
std::vector<SentenceSegment> unigram_segments(const SentencePieces& pieces, std::string_view text);

/// Joins the characters of `text`, always the neighbours whose joint piece has the greatest score,
/// the leftmost of equals (Kudo and Richardson 2018, arXiv:1808.06226, section 3.2). User-defined
/// pieces stay apart; unused ones are taken apart again in the end. Time n log n.
std::vector<SentenceSegment> bpe_segments(const SentencePieces& pieces, std::string_view text);

/// A segment for each mark of a space with what follows it up to the next.
std::vector<SentenceSegment> word_segments(const SentencePieces& pieces, std::string_view text);

/// A segment for each character or user-defined piece.
std::vector<SentenceSegment> char_segments(const SentencePieces& pieces, std::string_view text);

}  // namespace sempurna
