#include "text/sentencepiece_pieces.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/error.h"

namespace sempurna {

SentencePieces::SentencePieces(std::vector<SentencePiece> pieces, bool byte_fallback,
                               std::string_view where)
    : pieces_(std::move(pieces)),
      least_(std::numeric_limits<float>::max()),
      greatest_(std::numeric_limits<float>::min()) {
  std::vector<std::pair<std::string_view, int32_t>> in_text;
  std::vector<std::pair<std::string_view, int32_t>> user_defined;
  for (int32_t id = 0; static_cast<size_t>(id) < pieces_.size(); ++id) {
    const SentencePiece& piece = (*this)[id];
    switch (piece.type) {
      case SentencePiece::Type::Normal:
        least_ = std::min(least_, piece.score);
        greatest_ = std::max(greatest_, piece.score);
        break;
      case SentencePiece::Type::UserDefined:
        user_defined.emplace_back(piece.text, id);
        break;
      case SentencePiece::Type::Unused:
        break;
      case SentencePiece::Type::Unknown:
      case SentencePiece::Type::Control:
      case SentencePiece::Type::Byte:
        add_reserved(id, where);
        continue;
    }
    in_text.emplace_back(piece.text, id);
  }
  if (unknown_ < 0) throw Error(Code::DataCorrupt, "{} has no unknown piece", where);
  has_user_defined_ = !user_defined.empty();
  user_defined_ = Trie(std::move(user_defined));
  in_text_ = Trie(in_text);
  // The trie keeps the last of equals.
  for (const auto& [piece, id] : in_text) {
    const int32_t last = in_text_.value(in_text_.walk(Trie::kRoot, piece));
    if (last == id) continue;
    throw Error(Code::DataCorrupt, "{} holds the piece \"{}\" twice ({} and {})", where, piece, id,
                last);
  }
  if (byte_fallback) find_byte_pieces(where);
  if (byte_fallback) return;
  for (const auto& [piece, id] : reserved_) {
    if ((*this)[id].type != SentencePiece::Type::Byte) continue;
    throw Error(Code::DataCorrupt, "{} holds the byte piece \"{}\", but has no byte fallback",
                where, piece);
  }
}

void SentencePieces::add_reserved(int32_t id, std::string_view where) {
  const SentencePiece& piece = (*this)[id];
  const auto [entry, added] = reserved_.emplace(piece.text, id);
  if (!added) {
    throw Error(Code::DataCorrupt, "{} holds the piece \"{}\" twice ({} and {})", where, piece.text,
                entry->second, id);
  }
  if (piece.type != SentencePiece::Type::Unknown) return;
  if (unknown_ >= 0) {
    throw Error(Code::DataCorrupt, "{} has two unknown pieces, {} and {}", where, unknown_, id);
  }
  unknown_ = id;
}

void SentencePieces::find_byte_pieces(std::string_view where) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string name = fmt::format("<0x{:02X}>", byte);
    const auto entry = reserved_.find(name);
    if (entry == reserved_.end() || (*this)[entry->second].type != SentencePiece::Type::Byte) {
      throw Error(Code::DataCorrupt, "{} has byte fallback, but no byte piece \"{}\"", where, name);
    }
    byte_ids_.push_back(entry->second);
  }
}

int32_t SentencePieces::id(std::string_view piece) const {
  if (const auto entry = reserved_.find(piece); entry != reserved_.end()) return entry->second;
  const Trie::Node node = in_text_.walk(Trie::kRoot, piece);
  if (node == Trie::kNone || in_text_.value(node) == Trie::kNoValue) return unknown_;
  return in_text_.value(node);
}

}  // namespace sempurna
