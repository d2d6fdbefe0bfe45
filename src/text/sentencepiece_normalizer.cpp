#include "text/sentencepiece_normalizer.h"

#include <algorithm>

#include "text/utf8.h"

namespace sempurna {

SentencePieceNormalizer::SentencePieceNormalizer(const SentencePieceFile& file,
                                                 std::string_view where)
    : charsmap_(file.charsmap, where),
      space_before_(file.add_dummy_prefix && !file.space_as_suffix),
      space_after_(file.add_dummy_prefix && file.space_as_suffix),
      remove_extra_spaces_(file.remove_extra_spaces),
      space_(file.escape_spaces ? "\xE2\x96\x81" : " ") {}

std::string SentencePieceNormalizer::apply(std::string_view text,
                                           const SentencePieces& pieces) const {
  const std::string replaced = replace(text, pieces);
  std::string_view rest = replaced;
  if (remove_extra_spaces_) rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.empty()) return {};
  std::string result;
  result.reserve(rest.size() + rest.size() / 2);
  if (space_before_) result += space_;
  bool after_space = false;
  for (const char c : rest) {
    const bool is_space = c == ' ';
    if (!is_space) {
      result += c;
    } else if (!after_space || !remove_extra_spaces_) {
      result += space_;
    }
    after_space = is_space;
  }
  if (remove_extra_spaces_) {
    while (result.ends_with(space_)) result.resize(result.size() - space_.size());
  }
  if (space_after_) result += space_;
  return result;
}

std::string SentencePieceNormalizer::replace(std::string_view text,
                                             const SentencePieces& pieces) const {
  if (!pieces.has_user_defined()) return charsmap_.apply(text);
  std::string result;
  size_t plain = 0;  // where the text without user-defined pieces begins
  for (size_t at = 0; at < text.size();) {
    const size_t length = pieces.user_defined().longest(Trie::kRoot, text.substr(at)).length;
    if (length == 0) {
      next_code_point(text, at);
      continue;
    }
    result += charsmap_.apply(text.substr(plain, at - plain));
    result += text.substr(at, length);
    at += length;
    plain = at;
  }
  return result += charsmap_.apply(text.substr(plain));
}

}  // namespace sempurna
