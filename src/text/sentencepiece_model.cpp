#include "text/sentencepiece_model.h"

#include <sentencepiece_processor.h>

#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "text/charsmap.h"

namespace sempurna {

namespace {

// Larger than any published model.
constexpr size_t kMaxModelBytes = 256 << 20;

/// The length-delimited fields of one protocol buffer message.
class Fields {
 public:
  Fields(std::string_view bytes, std::string_view where) : bytes_(bytes), where_(where) {}

  struct Field {
    uint64_t number;
    std::string_view content;
  };
  /// Empty at the end. Throws DataCorrupt where the bytes are no message.
  std::optional<Field> next() {
    while (!bytes_.empty()) {
      const uint64_t tag = varint();
      switch (tag & 7) {
        case 0:
          varint();
          break;
        case 1:
          take(8);
          break;
        case 2:
          return Field{tag >> 3, take(varint())};
        case 5:
          take(4);
          break;
        default:
          take(bytes_.size() + 1);
      }
    }
    return std::nullopt;
  }

 private:
  uint64_t varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string_view take(uint64_t count) {
    if (count > bytes_.size()) {
      throw Error(Code::DataCorrupt, "{} is no SentencePiece model, or is cut short", where_);
    }
    const auto taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  std::string_view bytes_;
  std::string_view where_;
};

// The library walks the character map without looking at its bounds: refuse a damaged one here.
// Field numbers as in sentencepiece_model.proto: ModelProto.normalizer_spec 3, denormalizer_spec 5,
// NormalizerSpec.precompiled_charsmap 2.
void check_charsmaps(std::string_view model, std::string_view where) {
  Fields fields(model, where);
  while (const auto field = fields.next()) {
    if (field->number != 3 && field->number != 5) continue;
    Fields spec(field->content, where);
    while (const auto entry = spec.next()) {
      if (entry->number == 2) CharsMap(entry->content, where);
    }
  }
}

// The library's time grows with the square of a run of unknown characters, so it gets no more text
// than this at once.
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

struct SentencePieceModel::Library {
  sentencepiece::SentencePieceProcessor processor;
};

SentencePieceModel::SentencePieceModel(const std::filesystem::path& file)
    : library_(std::make_unique<Library>()) {
  const MappedFile mapped(file);
  if (mapped.text().size() > kMaxModelBytes) {
    throw Error(Code::ResourceLimit, "{} is larger than {} MiB; that is no SentencePiece model",
                file.string(), kMaxModelBytes >> 20);
  }
  check_charsmaps(mapped.text(), file.string());
  const auto status = library_->processor.LoadFromSerializedProto(mapped.text());
  if (!status.ok()) {
    throw Error(Code::DataCorrupt, "{} is no SentencePiece model: {}", file.string(),
                status.message());
  }
}

SentencePieceModel::~SentencePieceModel() = default;
SentencePieceModel::SentencePieceModel(SentencePieceModel&&) noexcept = default;
SentencePieceModel& SentencePieceModel::operator=(SentencePieceModel&&) noexcept = default;

void SentencePieceModel::append_ids(std::string_view text, size_t limit,
                                    std::vector<int32_t>& ids) const {
  std::vector<int> part;
  while (!text.empty() && ids.size() < limit) {
    const size_t length = part_length(text);
    const auto status = library_->processor.Encode(text.substr(0, length), &part);
    if (!status.ok()) {
      throw Error(Code::Internal, "SentencePiece cannot encode a text: {}", status.message());
    }
    ids.insert(ids.end(), part.begin(), part.end());
    text.remove_prefix(length);
  }
}

std::vector<std::string> SentencePieceModel::encode_pieces(std::string_view text) const {
  std::vector<std::string> pieces;
  const auto status = library_->processor.Encode(text, &pieces);
  if (!status.ok()) {
    throw Error(Code::Internal, "SentencePiece cannot encode a text: {}", status.message());
  }
  return pieces;
}

size_t SentencePieceModel::size() const {
  return static_cast<size_t>(library_->processor.GetPieceSize());
}

const std::string& SentencePieceModel::piece(int32_t id) const {
  return library_->processor.IdToPiece(id);
}

int32_t SentencePieceModel::id(std::string_view piece) const {
  return library_->processor.PieceToId(piece);
}

int32_t SentencePieceModel::unknown_id() const {
  return library_->processor.unk_id();
}

}  // namespace sempurna
