#include "text/sentencepiece_encoder.h"

#include <algorithm>
#include <utility>

#include "text/normalizer.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr std::string_view kMark = "\xE2\x96\x81";  // U+2581, the space inside pieces

bool starts_with_mark(std::string_view piece) {
  return piece.substr(0, kMark.size()) == kMark;
}

bool ends_in_digit_and_comma(std::string_view piece) {
  if (piece.size() < 2 || piece.back() != ',') return false;
  size_t start = piece.size() - 2;
  while (start > 0 && (static_cast<unsigned char>(piece[start]) & 0xC0) == 0x80) --start;
  return is_number(next_code_point(piece, start));
}

// The reference's rule, word for word: the piece without its comma and marks is cut anew, the mark
// that this puts before it is taken off again, and the comma follows.
std::vector<int32_t> recut(const SentencePieceModel& model, const std::string& piece) {
  std::string number = piece.substr(0, piece.size() - 1);
  replace_normalizer(std::string(kMark), "")(number);
  auto pieces = model.encode_pieces(number);
  if (!starts_with_mark(piece) && !pieces.empty() && starts_with_mark(pieces[0])) {
    if (pieces[0] == kMark) {
      pieces.erase(pieces.begin());
    } else {
      pieces[0].erase(0, kMark.size());
    }
  }
  pieces.emplace_back(",");
  std::vector<int32_t> ids;
  for (const auto& part : pieces) ids.push_back(model.id(part));
  return ids;
}

}  // namespace

AlbertEncoder::AlbertEncoder(const AlbertOptions& options, SentencePieceModel model)
    : options_(options), model_(std::move(model)) {
  for (int32_t id = 0; static_cast<size_t>(id) < model_.size(); ++id) {
    const std::string& piece = model_.piece(id);
    if (ends_in_digit_and_comma(piece)) recut_[id] = recut(model_, piece);
  }
}

std::string AlbertEncoder::prepare(std::string_view text) const {
  std::string spaced;
  if (options_.remove_space) {
    bool blank = false;
    for (size_t at = 0; at < text.size();) {
      const char32_t c = next_code_point(text, at);
      if (is_python_space(c)) {
        blank = true;
        continue;
      }
      if (blank && !spaced.empty()) spaced += ' ';
      blank = false;
      append_utf8(spaced, c);
    }
  } else {
    spaced = text;
  }
  replace_normalizer("``", "\"")(spaced);
  replace_normalizer("''", "\"")(spaced);
  if (!options_.keep_accents && !is_ascii(spaced)) {
    std::u32string points = normalize(to_code_points(spaced), Normalization::Nfkd);
    std::erase_if(points, is_combining);
    spaced = to_utf8(points);
  }
  if (options_.lower) lower_normalizer()(spaced);
  return spaced;
}

void AlbertEncoder::append_ids(std::string_view text, size_t limit,
                               std::vector<int32_t>& ids) const {
  const size_t before = ids.size();
  model_.append_ids(prepare(text), limit, ids);
  const auto first = ids.begin() + static_cast<std::ptrdiff_t>(before);
  if (std::none_of(first, ids.end(), [&](int32_t id) { return recut_.contains(id); })) return;
  const std::vector<int32_t> uncut(first, ids.end());
  ids.resize(before);
  for (const int32_t id : uncut) {
    const auto anew = recut_.find(id);
    if (anew == recut_.end()) {
      ids.push_back(id);
    } else {
      ids.insert(ids.end(), anew->second.begin(), anew->second.end());
    }
  }
}

void PieceEncoder::append_ids(std::string_view text, size_t limit,
                              std::vector<int32_t>& ids) const {
  if (!lower_) return model_.append_ids(text, limit, ids);
  std::string small(text);
  lower_normalizer()(small);
  model_.append_ids(small, limit, ids);
}

void XlmRobertaEncoder::append_ids(std::string_view text, size_t limit,
                                   std::vector<int32_t>& ids) const {
  const size_t before = ids.size();
  model_.append_ids(text, limit, ids);
  for (size_t i = before; i < ids.size(); ++i) {
    ids[i] = ids[i] == model_.unknown_id() ? kUnknown : ids[i] + kOffset;
  }
}

}  // namespace sempurna
