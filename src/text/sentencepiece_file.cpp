#include "text/sentencepiece_file.h"

#include <cmath>

#include "base/error.h"
#include "text/sentencepiece_wire.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// Several times what the largest published models have.
constexpr size_t kMaxFileBytes = 64 << 20;
constexpr size_t kMaxPieces = 1 << 20;
constexpr size_t kMaxPieceBytes = 4096;
constexpr size_t kMaxAllPieceBytes = 16 << 20;

// Keeps sums of scores far from where single precision ends.
constexpr float kMaxScore = 1e9f;

SentencePiece read_piece(WireFields fields, size_t id, std::string_view where) {
  SentencePiece piece;
  while (const auto field = fields.next()) {
    if (field->number == 1) {
      piece.text = fields.bytes(*field);
    } else if (field->number == 2) {
      piece.score = fields.float32(*field);
    } else if (field->number == 3) {
      const uint64_t type = fields.varint(*field);
      if (type < 1 || type > 6) {
        throw Error(Code::DataCorrupt, "{} gives piece {} the type {}; types are 1 to 6", where, id,
                    type);
      }
      piece.type = static_cast<SentencePiece::Type>(type);
    }
  }
  if (piece.text.size() > kMaxPieceBytes) {
    throw Error(Code::ResourceLimit, "{}: piece {} has {} bytes; at most {} are read", where, id,
                piece.text.size(), kMaxPieceBytes);
  }
  if (piece.text.empty() || piece.text.find('\0') != std::string::npos ||
      find_invalid_utf8(piece.text) != std::string::npos) {
    throw Error(Code::DataCorrupt, "{}: piece {} is empty, holds a zero byte or is not UTF-8",
                where, id);
  }
  if (!(std::abs(piece.score) <= kMaxScore)) {
    throw Error(Code::DataCorrupt, "{} gives the piece \"{}\" ({}) the score {}, which cannot be",
                where, piece.text, id, piece.score);
  }
  return piece;
}

SentencePieceFile::Algorithm algorithm(uint64_t type, std::string_view where) {
  if (type >= 1 && type <= 4) return static_cast<SentencePieceFile::Algorithm>(type);
  throw Error(Code::DataCorrupt, "{} says that it is of model type {}; types are 1 to 4", where,
              type);
}

void read_trainer_spec(WireFields fields, std::string_view where, SentencePieceFile& file) {
  while (const auto field = fields.next()) {
    if (field->number == 3) file.algorithm = algorithm(fields.varint(*field), where);
    if (field->number == 24) file.space_as_suffix = fields.boolean(*field);
    if (field->number == 35) file.byte_fallback = fields.boolean(*field);
  }
}

void read_normalizer_spec(WireFields fields, SentencePieceFile& file) {
  while (const auto field = fields.next()) {
    if (field->number == 2) file.charsmap = fields.bytes(*field);
    if (field->number == 3) file.add_dummy_prefix = fields.boolean(*field);
    if (field->number == 4) file.remove_extra_spaces = fields.boolean(*field);
    if (field->number == 5) file.escape_spaces = fields.boolean(*field);
  }
}

}  // namespace

SentencePieceFile parse_sentencepiece_file(std::string_view bytes, std::string_view where) {
  if (bytes.size() > kMaxFileBytes) {
    throw Error(Code::ResourceLimit, "{} is larger than {} MiB; that is no SentencePiece model",
                where, kMaxFileBytes >> 20);
  }
  SentencePieceFile file;
  size_t piece_bytes = 0;
  WireFields fields(bytes, where);
  while (const auto field = fields.next()) {
    if (field->number == 1) {
      file.pieces.push_back(read_piece(fields.message(*field), file.pieces.size(), where));
      piece_bytes += file.pieces.back().text.size();
      if (file.pieces.size() > kMaxPieces || piece_bytes > kMaxAllPieceBytes) {
        throw Error(Code::ResourceLimit,
                    "{} holds more than {} pieces, or more than {} MiB of them", where, kMaxPieces,
                    kMaxAllPieceBytes >> 20);
      }
    } else if (field->number == 2) {
      read_trainer_spec(fields.message(*field), where, file);
    } else if (field->number == 3) {
      read_normalizer_spec(fields.message(*field), file);
    }
  }
  if (file.pieces.empty()) {
    throw Error(Code::DataCorrupt, "{} is no SentencePiece model: it holds no pieces", where);
  }
  return file;
}

}  // namespace sempurna
