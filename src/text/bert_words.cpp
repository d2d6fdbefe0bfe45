#include "text/bert_words.h"

#include <algorithm>

#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

/// The word that is being gathered.
struct BertEncoder::Word {
  std::string bytes;
  size_t characters = 0;
};

BertEncoder::BertEncoder(const BertOptions& options, WordPiece word_piece)
    : options_(options), word_piece_(std::move(word_piece)) {
  kinds_.fill(Kind::Wide);
  std::vector<int32_t> ids;
  for (unsigned char c = 0; c < 128; ++c) {
    Kind kind = Kind::Letter;
    if (options.clean && (c == 0 || is_control(c))) {
      kind = Kind::Dropped;
    } else if (is_whitespace(c)) {
      kind = Kind::Blank;
    } else if (is_punctuation(c)) {
      kind = Kind::Punctuation;
    }
    kinds_[c] = kind;
    lower_[c] = static_cast<char>(options.lower && c >= 'A' && c <= 'Z' ? c + 32 : c);
    ids.clear();
    const char letter = static_cast<char>(c);
    word_piece_.append_ids(std::string_view(&letter, 1), ids);
    punctuation_ids_[c] = ids.front();
  }
}

void BertEncoder::append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const {
  Word word;
  word.bytes.reserve(4 * word_piece_.max_characters());
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t at = 0;
  while (at < text.size()) {
    switch (kinds_[bytes[at]]) {
      case Kind::Letter: {
        size_t end = at + 1;
        while (end < text.size() && kinds_[bytes[end]] == Kind::Letter) ++end;
        // Characters beyond the longest word change nothing any more: it is unknown already.
        const size_t enough = word_piece_.max_characters() + 1;
        const size_t taken = std::min(end - at, enough - std::min(enough, word.characters));
        const size_t old = word.bytes.size();
        word.bytes.resize(old + taken);
        for (size_t i = 0; i < taken; ++i) word.bytes[old + i] = lower_[bytes[at + i]];
        word.characters += taken;
        at = end;
        break;
      }
      case Kind::Blank:
        finish(word, ids);
        if (ids.size() >= limit) return;
        ++at;
        break;
      case Kind::Punctuation:
        finish(word, ids);
        ids.push_back(punctuation_ids_[bytes[at]]);
        if (ids.size() >= limit) return;
        ++at;
        break;
      case Kind::Dropped:
        ++at;
        break;
      case Kind::Wide:
        add_wide(next_code_point(text, at), word, ids);
        if (ids.size() >= limit) return;
        break;
    }
  }
  finish(word, ids);
}

void BertEncoder::add_wide(char32_t c, Word& word, std::vector<int32_t>& ids) const {
  if (options_.clean && (c == kReplacement || is_control(c))) return;
  const bool alone = options_.separate_chinese && is_chinese(c);
  if (alone) finish(word, ids);
  if (options_.strip_accents) {
    // A mark's place among other marks does not matter, since marks go; so character by character
    // is as good as the whole text.
    for (const char32_t part : normalize(std::u32string_view(&c, 1), Normalization::Nfd)) {
      if (!is_nonspacing_mark(part)) add_part(part, word, ids);
    }
  } else {
    add_part(c, word, ids);
  }
  if (alone) finish(word, ids);
}

void BertEncoder::add_part(char32_t c, Word& word, std::vector<int32_t>& ids) const {
  if (is_whitespace(c)) {
    finish(word, ids);
  } else if (is_punctuation(c)) {
    finish(word, ids);
    add_letter(c, word);
    finish(word, ids);
  } else {
    add_letter(c, word);
  }
}

void BertEncoder::add_letter(char32_t c, Word& word) const {
  if (word.characters > word_piece_.max_characters()) return;
  const size_t old = word.bytes.size();
  if (options_.lower) {
    append_lower(word.bytes, c);
  } else {
    append_utf8(word.bytes, c);
  }
  word.characters += count_code_points(std::string_view(word.bytes).substr(old));
}

void BertEncoder::finish(Word& word, std::vector<int32_t>& ids) const {
  if (word.bytes.empty()) return;
  word_piece_.append_ids(word.bytes, ids);
  word.bytes.clear();
  word.characters = 0;
}

}  // namespace sempurna
