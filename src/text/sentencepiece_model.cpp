#include "text/sentencepiece_model.h"

#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "text/sentencepiece_file.h"
#include "text/sentencepiece_normalizer.h"
#include "text/sentencepiece_pieces.h"

namespace sempurna {

namespace {

// Bounds what a text takes beyond its ids, and lets a limit end the work early.
constexpr size_t kMaxPart = 4 << 10;

// How much of `text` to encode at once: all, or up to a blank, where a new word begins anyway; in a
// longer word, up to a character.
size_t part_length(std::string_view text) {
  if (text.size() <= kMaxPart) return text.size();
  const size_t blank = text.find_last_of(" \t\r\n", kMaxPart);
  if (blank != std::string_view::npos && blank > 0) return blank;
  size_t end = kMaxPart;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end;
}

}  // namespace

struct SentencePieceModel::Parts {
  Parts(SentencePieceFile file, std::string_view where)
      : normalizer(file, where),
        algorithm(file.algorithm),
        pieces(std::move(file.pieces), file.byte_fallback, where) {}

  std::vector<SentenceSegment> cut_up(std::string_view normalized) const {
    switch (algorithm) {
      case SentencePieceFile::Algorithm::Unigram:
        return unigram_segments(pieces, normalized);
      case SentencePieceFile::Algorithm::Bpe:
        return bpe_segments(pieces, normalized);
      case SentencePieceFile::Algorithm::Word:
        return word_segments(pieces, normalized);
      case SentencePieceFile::Algorithm::Char:
        return char_segments(pieces, normalized);
    }
    ensure(false, "a SentencePiece algorithm is one of four");
    return {};
  }

  /// Neighbouring unknown characters are one segment, or one for each byte with byte fallback.
  std::vector<SentenceSegment> segments(std::string_view normalized) const {
    const auto cut = cut_up(normalized);
    std::vector<SentenceSegment> result;
    result.reserve(cut.size());
    for (const auto& segment : cut) {
      if (segment.id == pieces.unknown_id() && !pieces.byte_ids().empty()) {
        for (const char byte : normalized.substr(0, segment.length)) {
          result.push_back({1, pieces.byte_ids()[static_cast<unsigned char>(byte)]});
        }
      } else if (segment.id == pieces.unknown_id() && !result.empty() &&
                 result.back().id == segment.id) {
        result.back().length += segment.length;
      } else {
        result.push_back(segment);
      }
      normalized.remove_prefix(segment.length);
    }
    return result;
  }

  SentencePieceNormalizer normalizer;
  SentencePieceFile::Algorithm algorithm;
  SentencePieces pieces;
};

SentencePieceModel::SentencePieceModel(const std::filesystem::path& file)
    : SentencePieceModel(MappedFile(file).text(), file.string()) {}

SentencePieceModel::SentencePieceModel(std::string_view bytes, std::string_view where)
    : parts_(std::make_unique<const Parts>(parse_sentencepiece_file(bytes, where), where)) {}

SentencePieceModel::~SentencePieceModel() = default;
SentencePieceModel::SentencePieceModel(SentencePieceModel&&) noexcept = default;
SentencePieceModel& SentencePieceModel::operator=(SentencePieceModel&&) noexcept = default;

void SentencePieceModel::append_ids(std::string_view text, size_t limit,
                                    std::vector<int32_t>& ids) const {
  while (!text.empty() && ids.size() < limit) {
    const size_t length = part_length(text);
    const std::string normalized = parts_->normalizer.apply(text.substr(0, length), parts_->pieces);
    for (const auto& segment : parts_->segments(normalized)) ids.push_back(segment.id);
    text.remove_prefix(length);
  }
}

std::vector<std::string> SentencePieceModel::encode_pieces(std::string_view text) const {
  const std::string normalized = parts_->normalizer.apply(text, parts_->pieces);
  std::string_view rest = normalized;
  std::vector<std::string> pieces;
  for (const auto& segment : parts_->segments(normalized)) {
    pieces.emplace_back(segment.id == unknown_id() ? rest.substr(0, segment.length)
                                                   : std::string_view(piece(segment.id)));
    rest.remove_prefix(segment.length);
  }
  return pieces;
}

size_t SentencePieceModel::size() const {
  return parts_->pieces.size();
}

const std::string& SentencePieceModel::piece(int32_t id) const {
  return parts_->pieces[id].text;
}

int32_t SentencePieceModel::id(std::string_view piece) const {
  return parts_->pieces.id(piece);
}

int32_t SentencePieceModel::unknown_id() const {
  return parts_->pieces.unknown_id();
}

}  // namespace sempurna
