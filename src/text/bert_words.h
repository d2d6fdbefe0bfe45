#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "text/text_encoder.h"
#include "text/wordpiece.h"

namespace sempurna {

/// How BERT prepares text; the reference's BertNormalizer.
struct BertOptions {
  bool clean = true;             ///< drop controls and U+FFFD, make every blank a space
  bool separate_chinese = true;  ///< a Chinese character is a word of its own
  bool lower = true;
  bool strip_accents = true;  ///< decompose (NFD) and drop nonspacing marks
};

/// BERT's basic tokenizer and WordPiece in one pass over the text: words are what stands between
/// blanks, and every punctuation character is a word (Devlin et al. 2018).
class BertEncoder : public TextEncoder {
 public:
  BertEncoder(const BertOptions& options, WordPiece word_piece);

  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const override;

 private:
  enum class Kind : uint8_t { Letter, Blank, Punctuation, Dropped, Wide };
  struct Word;

  void add_wide(char32_t c, Word& word, std::vector<int32_t>& ids) const;
  void add_part(char32_t c, Word& word, std::vector<int32_t>& ids) const;
  void add_letter(char32_t c, Word& word) const;
  void finish(Word& word, std::vector<int32_t>& ids) const;

  BertOptions options_;
  WordPiece word_piece_;
  std::array<Kind, 256> kinds_;
  std::array<char, 128> lower_;
  std::array<int32_t, 128> punctuation_ids_;
};

}  // namespace sempurna
