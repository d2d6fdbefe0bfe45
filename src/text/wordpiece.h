#pragma once

#include <string>

#include "text/piece_model.h"
#include "text/trie.h"
#include "text/vocabulary.h"

namespace sempurna {

struct WordPieceOptions {
  std::string unknown = "[UNK]";
  std::string continuation = "##";
  size_t max_characters = 100;  ///< a longer word is unknown
};

/// WordPiece (Wu et al. 2016, section 4.1): the longest token that the word begins with, then the
/// longest continuation, and so on; a word that cannot be finished is unknown as a whole.
class WordPiece : public PieceModel {
 public:
  /// Throws DataCorrupt when the vocabulary does not hold the unknown token; `where` names its
  /// file.
  WordPiece(const Vocabulary& vocabulary, const WordPieceOptions& options, std::string_view where);

  void append_ids(std::string_view word, std::vector<int32_t>& ids) const override;

  int32_t unknown_id() const { return unknown_id_; }
  size_t max_characters() const { return max_characters_; }

 private:
  Trie trie_;
  Trie::Node continuation_;
  int32_t unknown_id_;
  size_t max_characters_;
};

}  // namespace sempurna
