#include "text/added_tokens.h"

#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// Where the code point that ends at `end` begins.
size_t previous_start(std::string_view text, size_t end) {
  --end;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end;
}

char32_t code_point_at(std::string_view text, size_t at) {
  return next_code_point(text, at);
}

}  // namespace

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : tokens_(std::move(tokens)) {
  std::vector<std::pair<std::string_view, int32_t>> entries;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    if (tokens_[i].content.empty()) continue;
    entries.emplace_back(tokens_[i].content, static_cast<int32_t>(i));
    first_[static_cast<unsigned char>(tokens_[i].content[0])] = true;
  }
  trie_ = Trie(std::move(entries));
}

std::optional<AddedTokens::Match> AddedTokens::find(std::string_view text, size_t from) const {
  if (tokens_.empty()) return std::nullopt;
  for (size_t i = from; i < text.size(); ++i) {
    if (!first_[static_cast<unsigned char>(text[i])]) continue;
    const auto found = trie_.longest(Trie::kRoot, text.substr(i));
    if (found.value == Trie::kNoValue) continue;
    const AddedToken& token = tokens_[static_cast<size_t>(found.value)];
    size_t begin = i;
    size_t end = i + found.length;
    if (token.single_word) {
      const bool joined_left =
          begin > 0 && is_word(code_point_at(text, previous_start(text, begin)));
      const bool joined_right = end < text.size() && is_word(code_point_at(text, end));
      if (joined_left || joined_right) continue;
    }
    if (token.lstrip) {
      while (begin > from) {
        const size_t previous = previous_start(text, begin);
        if (!is_whitespace(code_point_at(text, previous))) break;
        begin = previous;
      }
    }
    if (token.rstrip) {
      for (size_t next = end; next < text.size() && is_whitespace(next_code_point(text, next));) {
        end = next;
      }
    }
    return Match{begin, end, token.id};
  }
  return std::nullopt;
}

}  // namespace sempurna
