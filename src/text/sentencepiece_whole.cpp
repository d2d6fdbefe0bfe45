#include <algorithm>

#include "text/sentencepiece_pieces.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr std::string_view kMark = "\xE2\x96\x81";  // U+2581, the space inside pieces

}  // namespace

std::vector<SentenceSegment> word_segments(const SentencePieces& pieces, std::string_view text) {
  std::vector<SentenceSegment> segments;
  while (!text.empty()) {
    const size_t length = std::min(text.find(kMark, 1), text.size());
    segments.push_back({length, pieces.id(text.substr(0, length))});
    text.remove_prefix(length);
  }
  return segments;
}

std::vector<SentenceSegment> char_segments(const SentencePieces& pieces, std::string_view text) {
  std::vector<SentenceSegment> segments;
  while (!text.empty()) {
    size_t length = pieces.user_defined().longest(Trie::kRoot, text).length;
    if (length == 0) next_code_point(text, length);
    segments.push_back({length, pieces.id(text.substr(0, length))});
    text.remove_prefix(length);
  }
  return segments;
}

}  // namespace sempurna
