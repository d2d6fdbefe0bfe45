#pragma once

#include <optional>
#include <vector>

#include "text/bert_words.h"
#include "text/json_field.h"
#include "text/normalizer.h"
#include "text/pre_tokenizer.h"
#include "text/tokenizer.h"
#include "text/tokenizer_settings.h"

namespace sempurna {

/// What a tokenizer.json does to text before the model sees it.
struct JsonSteps {
  std::vector<Normalizer> normalizers;
  std::vector<PreTokenizer> pre_tokenizers;
  bool byte_level = false;          ///< one of the pre-tokenizers is
  std::optional<BertOptions> bert;  ///< set when BERT's own steps are all there is
};

/// Throws InvalidArgument: this part of the file is not supported, and what to do.
[[noreturn]] void refuse_part(const JsonField& field);

/// Reads "normalizer" and "pre_tokenizer". Throws DataCorrupt or InvalidArgument.
JsonSteps read_steps(const JsonField& root, const TokenizerSettings& settings);

/// Reads the special tokens that go around a text. Throws DataCorrupt or InvalidArgument.
void read_post_processor(const JsonField& processor, TokenizerParts& parts);

}  // namespace sempurna
