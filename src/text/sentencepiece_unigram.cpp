#include <algorithm>

#include "text/sentencepiece_pieces.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr float kUnknownPenalty = 10;
constexpr size_t kUnreached = ~size_t{0};

// The best way to cut the text up to some byte.
struct Path {
  float score = 0;
  size_t last_start = kUnreached;
  int32_t last_id = 0;
};

}  // namespace

std::vector<SentenceSegment> unigram_segments(const SentencePieces& pieces, std::string_view text) {
  const Trie& trie = pieces.in_text();
  const float unknown_score = pieces.least_score() - kUnknownPenalty;
  std::vector<Path> paths(text.size() + 1);
  // The sums of two single precision numbers are compared in double precision and kept in single
  // precision.
  const auto offer = [&](size_t end, size_t start, double score, int32_t id) {
    Path& path = paths[end];
    if (path.last_start == kUnreached || score > path.score) {
      path = {static_cast<float>(score), start, id};
    }
  };
  for (size_t start = 0; start < text.size();) {
    const float so_far = paths[start].score;
    size_t next = start;
    next_code_point(text, next);
    bool covered = false;
    Trie::Node node = Trie::kRoot;
    for (size_t i = start; i < text.size(); ++i) {
      node = trie.child(node, static_cast<unsigned char>(text[i]));
      if (node == Trie::kNone) break;
      const int32_t id = trie.value(node);
      if (id == Trie::kNoValue || pieces[id].type == SentencePiece::Type::Unused) continue;
      const size_t length = i + 1 - start;
      // So much that a user-defined piece always wins.
      const double score = pieces[id].type == SentencePiece::Type::UserDefined
                               ? static_cast<float>(length) * pieces.greatest_score() - 0.1
                               : pieces[id].score;
      offer(i + 1, start, score + so_far, id);
      covered |= i + 1 == next;
    }
    if (!covered) offer(next, start, unknown_score + so_far, pieces.unknown_id());
    start = next;
  }
  std::vector<SentenceSegment> segments;
  for (size_t end = text.size(); end > 0; end = paths[end].last_start) {
    segments.push_back({end - paths[end].last_start, paths[end].last_id});
  }
  std::reverse(segments.begin(), segments.end());
  return segments;
}

}  // namespace sempurna
