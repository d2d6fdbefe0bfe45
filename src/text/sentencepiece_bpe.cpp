#include <queue>
#include <unordered_map>
#include <utility>
#include <vector>

#include "text/sentencepiece_pieces.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr size_t kNone = ~size_t{0};

struct Symbol {
  size_t start;
  size_t length;  // 0 once joined to the one before
  size_t previous, next;
  Trie::Node node;  // where the symbol leads in the trie of pieces
  bool frozen;
};

struct Join {
  float score;
  size_t left, right;
  size_t length;
  bool operator<(const Join& other) const {
    return score != other.score ? score < other.score : left > other.left;
  }
};

class Joiner {
 public:
  Joiner(const SentencePieces& pieces, std::string_view text) : pieces_(pieces), text_(text) {
    for (size_t at = 0; at < text.size();) {
      size_t length = pieces.user_defined().longest(Trie::kRoot, text.substr(at)).length;
      const bool frozen = length > 0;
      if (!frozen) {
        size_t next = at;
        next_code_point(text, next);
        length = next - at;
      }
      const Trie::Node node = pieces.in_text().walk(Trie::kRoot, text.substr(at, length));
      const size_t index = symbols_.size();
      at += length;
      symbols_.push_back({at - length, length, index == 0 ? kNone : index - 1,
                          at < text.size() ? index + 1 : kNone, node, frozen});
    }
    for (size_t i = 1; i < symbols_.size(); ++i) consider(i - 1, i);
  }

  std::vector<SentenceSegment> run() {
    while (!joins_.empty()) {
      const Join join = joins_.top();
      joins_.pop();
      Symbol& left = symbols_[join.left];
      Symbol& right = symbols_[join.right];
      // Stale when either has been joined to another since.
      if (left.length == 0 || right.length == 0 || left.length + right.length != join.length) {
        continue;
      }
      left.node = joined(left, right);
      left.length = join.length;
      left.next = right.next;
      if (right.next != kNone) symbols_[right.next].previous = join.left;
      right.length = 0;
      consider(left.previous, join.left);
      consider(join.left, left.next);
    }
    for (size_t i = 0; i < symbols_.size(); ++i) {
      if (symbols_[i].length > 0) append(symbols_[i].start, symbols_[i].length);
    }
    return std::move(segments_);
  }

 private:
  Trie::Node joined(const Symbol& left, const Symbol& right) const {
    if (left.node == Trie::kNone) return Trie::kNone;
    return pieces_.in_text().walk(left.node, text_.substr(right.start, right.length));
  }

  void consider(size_t left_index, size_t right_index) {
    if (left_index == kNone || right_index == kNone) return;
    const Symbol& left = symbols_[left_index];
    const Symbol& right = symbols_[right_index];
    if (left.frozen || right.frozen) return;
    const Trie::Node node = joined(left, right);
    if (node == Trie::kNone) return;
    const int32_t id = pieces_.in_text().value(node);
    if (id == Trie::kNoValue) return;
    joins_.push({pieces_[id].score, left_index, right_index, left.length + right.length});
    if (pieces_[id].type == SentencePiece::Type::Unused) cuts_[id] = left.length;
  }

  // Where a symbol is an unused piece, the parts it was last made of stand for it.
  void append(size_t start, size_t length) {
    std::vector<size_t> lengths = {length};
    while (!lengths.empty()) {
      length = lengths.back();
      lengths.pop_back();
      const int32_t id = pieces_.id(text_.substr(start, length));
      const auto cut = cuts_.find(id);
      if (cut == cuts_.end()) {
        segments_.push_back({length, id});
        start += length;
      } else {
        lengths.push_back(length - cut->second);
        lengths.push_back(cut->second);
      }
    }
  }

  const SentencePieces& pieces_;
  std::string_view text_;
  std::vector<Symbol> symbols_;
  std::priority_queue<Join> joins_;
  std::unordered_map<int32_t, size_t> cuts_;  // unused piece → length of its left part
  std::vector<SentenceSegment> segments_;
};

}  // namespace

std::vector<SentenceSegment> bpe_segments(const SentencePieces& pieces, std::string_view text) {
  return Joiner(pieces, text).run();
}

}  // namespace sempurna
