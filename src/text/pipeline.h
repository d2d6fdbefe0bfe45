#pragma once

#include <memory>
#include <vector>

#include "text/added_tokens.h"
#include "text/normalizer.h"
#include "text/piece_model.h"
#include "text/pre_tokenizer.h"
#include "text/text_encoder.h"

namespace sempurna {

/// Added tokens by where they are looked for.
struct SplitTokens {
  AddedTokens raw;         ///< in the text as it stands
  AddedTokens normalized;  ///< in the normalized text; their own content is normalized
};

SplitTokens split_tokens(std::vector<AddedToken> tokens,
                         const std::vector<Normalizer>& normalizers);

/// The general way from text to ids: normalizers, added tokens that are looked for after them,
/// pre-tokenizers each cutting the pieces of the one before, a model for the pieces.
class Pipeline : public TextEncoder {
 public:
  Pipeline(std::vector<Normalizer> normalizers, AddedTokens added,
           std::vector<PreTokenizer> pre_tokenizers, std::unique_ptr<PieceModel> model);

  /// Throws DataCorrupt when the normalizers make the text more than a hundred times longer.
  void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const override;

 private:
  bool append_pieces(std::string_view text, size_t step, size_t limit,
                     std::vector<int32_t>& ids) const;

  std::vector<Normalizer> normalizers_;
  AddedTokens added_;
  std::vector<PreTokenizer> pre_tokenizers_;
  std::unique_ptr<PieceModel> model_;
};

}  // namespace sempurna
