#pragma once

#include <cstdint>
#include <vector>

#include "models/batch.h"

namespace sempurna {

/// A batch with some of its tokens hidden, and what stood there.
struct Masked {
  Batch batch;
  Tensor rows;     ///< [R] int64, which tokens of the batch
  Tensor targets;  ///< [R] int64
};

struct MaskingOptions {
  int32_t first_ordinary = 5;  ///< ids below are special and never hidden
  int32_t vocabulary = 0;
  int32_t mask = 0;
  /// Of each id, whether it stands inside a word: it is hidden if the token before it is, so that
  /// whole words are. Empty: tokens are hidden each for itself.
  std::vector<bool> inside;
  uint64_t seed = 0;
};

/// Hides 15 % of the ordinary tokens, at least one: of those 80 % become the mask, 10 % another
/// token, 10 % stay (Devlin et al. 2019, section 3.1); whole words alike (BERT's "whole word
/// masking").
Masked mask_tokens(Batch batch, const MaskingOptions& options);

}  // namespace sempurna
