#include "text/unigram.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// What an unknown character costs beyond the least probable piece, as in SentencePiece.
constexpr double kUnknownPenalty = 10;

}  // namespace

Unigram::Unigram(const std::vector<std::pair<std::string, double>>& pieces, int32_t unknown,
                 bool byte_fallback, std::string_view where)
    : unknown_(unknown) {
  if (unknown < 0 || static_cast<size_t>(unknown) >= pieces.size()) {
    throw Error(Code::DataCorrupt, "{} gives the unknown token the id {}, but holds {} pieces",
                where, unknown, pieces.size());
  }
  std::vector<std::pair<std::string_view, int32_t>> entries;
  double least = 0;
  for (const auto& [piece, score] : pieces) {
    if (!std::isfinite(score)) {
      throw Error(Code::DataCorrupt, "{} gives the piece \"{}\" a score that is not a number",
                  where, piece);
    }
    entries.emplace_back(piece, static_cast<int32_t>(scores_.size()));
    least = scores_.empty() ? score : std::min(least, score);
    scores_.push_back(score);
  }
  unknown_score_ = least - kUnknownPenalty;
  trie_ = Trie(std::move(entries));
  if (!byte_fallback) return;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string token = fmt::format("<0x{:02X}>", byte);
    const auto node = trie_.walk(Trie::kRoot, token);
    if (node == Trie::kNone || trie_.value(node) == Trie::kNoValue) {
      throw Error(Code::DataCorrupt, "{} asks for byte fallback, but holds no piece \"{}\"", where,
                  token);
    }
    byte_ids_.push_back(trie_.value(node));
  }
}

void Unigram::append_ids(std::string_view text, std::vector<int32_t>& ids) const {
  struct End {
    double score = 0;
    size_t start = 0;
    int32_t id = Trie::kNoValue;  // of the last piece; none yet when kNoValue
  };
  std::vector<End> ends(text.size() + 1);
  const auto offer = [&](size_t end, size_t start, double score, int32_t id) {
    if (ends[end].id == Trie::kNoValue || score > ends[end].score) ends[end] = {score, start, id};
  };
  for (size_t start = 0; start < text.size();) {
    size_t next = start;
    next_code_point(text, next);
    const double so_far = ends[start].score;
    bool covered = false;
    Trie::Node node = Trie::kRoot;
    for (size_t i = start; i < text.size(); ++i) {
      node = trie_.child(node, static_cast<unsigned char>(text[i]));
      if (node == Trie::kNone) break;
      const int32_t id = trie_.value(node);
      if (id == Trie::kNoValue) continue;
      offer(i + 1, start, so_far + scores_[static_cast<size_t>(id)], id);
      covered |= i + 1 == next;
    }
    if (!covered) offer(next, start, so_far + unknown_score_, unknown_);
    start = next;
  }
  std::vector<std::pair<size_t, size_t>> path;  // start and end, from the back
  for (size_t end = text.size(); end > 0;) {
    size_t start = ends[end].start;
    const bool unknown = ends[end].id == unknown_;
    while (unknown && start > 0 && ends[start].id == unknown_) start = ends[start].start;
    path.emplace_back(start, end);
    end = start;
  }
  for (auto part = path.rbegin(); part != path.rend(); ++part) {
    const int32_t id = ends[part->second].id;
    if (id == unknown_) {
      append_unknown(text.substr(part->first, part->second - part->first), ids);
    } else {
      ids.push_back(id);
    }
  }
}

void Unigram::append_unknown(std::string_view text, std::vector<int32_t>& ids) const {
  if (byte_ids_.empty()) {
    ids.push_back(unknown_);
    return;
  }
  for (const char byte : text) ids.push_back(byte_ids_[static_cast<unsigned char>(byte)]);
}

}  // namespace sempurna
