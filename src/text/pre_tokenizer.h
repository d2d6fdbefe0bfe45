#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sempurna {

/// Receives the pieces that a text is cut into; false when no more are wanted.
using PieceSink = std::function<bool(std::string_view piece)>;

/// Cuts text into pieces, usually words, and may change them. Gives no empty pieces; returns false
/// when the sink did. These are the pre-tokenizers of Hugging Face's tokenizer.json.
using PreTokenizer = std::function<bool(std::string_view text, const PieceSink& sink)>;

/// Words between blanks; every punctuation character is one.
PreTokenizer bert_pre_tokenizer();
/// By the rule of byte_level_word_end(), or not cut with `cut` false; a space is put before the
/// text if `prefix_space` and there is none.
PreTokenizer byte_level_pre_tokenizer(bool prefix_space, bool cut);
/// Spaces become `mark`, one is put before the text if `prefix`, and if `cut` every mark begins a
/// piece.
PreTokenizer metaspace_pre_tokenizer(std::string mark, bool prefix, bool cut);
/// Between blanks.
PreTokenizer blank_pre_tokenizer();
/// What Python's str.split() gives.
PreTokenizer python_split_pre_tokenizer();
/// Runs of word characters and runs of other marks, without blanks.
PreTokenizer word_pre_tokenizer();
/// Every punctuation character is a piece.
PreTokenizer punctuation_pre_tokenizer();
/// Runs of digits, or every digit, are pieces.
PreTokenizer digit_pre_tokenizer(bool individual);

}  // namespace sempurna
