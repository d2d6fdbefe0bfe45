#pragma once

#include <string>

#include "base/json_map.h"
#include "text/tokenizer.h"
#include "text/tokenizer_settings.h"

namespace sempurna {

/// A tokenizer from the content of a tokenizer.json, the file of Hugging Face's `tokenizers`
/// library: models WordPiece, Unigram and byte-level BPE, and the normalizers, pre-tokenizers and
/// post-processors that BERT's, RoBERTa's and SentencePiece's families use. Its own truncation and
/// padding are not heeded, as the caller of encode() gives the length. do_lower_case and its like
/// in the settings override the file, as in `transformers`.
/// Throws DataCorrupt naming the member that is wrong, or InvalidArgument naming the part that is
/// not supported. `where` names the file.
TokenizerParts parts_from_tokenizer_json(const JsonMap& json, const TokenizerSettings& settings,
                                         const std::string& where);

}  // namespace sempurna
