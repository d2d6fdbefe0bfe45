#pragma once

#include <unordered_map>
#include <vector>

#include "text/sentencepiece_model.h"
#include "text/text_encoder.h"

namespace sempurna {

/// How the reference's AlbertTokenizer prepares text before SentencePiece sees it.
struct AlbertOptions {
  bool lower = true;
  bool keep_accents = false;  ///< else NFKD, and combining characters are dropped
  bool remove_space = true;   ///< blanks at the ends go, runs of blanks become one space
};

/// ALBERT's tokens: prepared text through SentencePiece; a piece that ends in a digit and a comma
/// is cut again without the comma, as XLNet's and ALBERT's authors do.
class AlbertEncoder : public TextEncoder {
 public:
  AlbertEncoder(const AlbertOptions& options, SentencePieceModel model);
  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const override;

 private:
  std::string prepare(std::string_view text) const;

  AlbertOptions options_;
  SentencePieceModel model_;
  std::unordered_map<int32_t, std::vector<int32_t>> recut_;
};

/// SentencePiece's ids as they are, of the text or of it in small letters: DeBERTa's tokens.
class PieceEncoder : public TextEncoder {
 public:
  PieceEncoder(bool lower, SentencePieceModel model) : lower_(lower), model_(std::move(model)) {}
  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const override;

 private:
  bool lower_;
  SentencePieceModel model_;
};

/// XLM-RoBERTa's tokens: SentencePiece's ids moved up by one, to make room for fairseq's own four
/// (<s> <pad> </s> <unk>).
class XlmRobertaEncoder : public TextEncoder {
 public:
  static constexpr int32_t kUnknown = 3;
  static constexpr int32_t kOffset = 1;

  explicit XlmRobertaEncoder(SentencePieceModel model) : model_(std::move(model)) {}
  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const override;

 private:
  SentencePieceModel model_;
};

}  // namespace sempurna
