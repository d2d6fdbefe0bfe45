#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "text/bert_words.h"
#include "text/charsmap.h"
#include "text/unicode.h"

namespace sempurna {

/// Changes text before it is cut into words. Takes and leaves valid UTF-8. These are the
/// normalizers of Hugging Face's tokenizer.json.
using Normalizer = std::function<void(std::string& text)>;

Normalizer bert_normalizer(const BertOptions& options);
Normalizer unicode_normalizer(Normalization form);
Normalizer lower_normalizer();
/// Drops all marks (category M).
Normalizer strip_accents_normalizer();
/// Drops blanks at the beginning and the end.
Normalizer strip_normalizer(bool left, bool right);
/// Puts `prefix` before text that is not empty.
Normalizer prepend_normalizer(std::string prefix);
/// Every `pattern`, which is not empty, becomes `content`.
Normalizer replace_normalizer(std::string pattern, std::string content);
/// Every run of two or more spaces becomes `content`.
Normalizer replace_spaces_normalizer(std::string content);
Normalizer charsmap_normalizer(CharsMap map);

}  // namespace sempurna
