#pragma once

#include <string>
#include <string_view>

#include "text/charsmap.h"
#include "text/sentencepiece_file.h"
#include "text/sentencepiece_pieces.h"

namespace sempurna {

/// How a SentencePiece model prepares text: characters replaced, blanks trimmed and joined, a space
/// put before the first word (or after the last), spaces written as U+2581. User-defined pieces are
/// left as they are.
class SentencePieceNormalizer {
 public:
  /// Throws DataCorrupt, naming `where`, when the file's character map is damaged.
  SentencePieceNormalizer(const SentencePieceFile& file, std::string_view where);

  /// `text` is valid UTF-8. At most 256 times as long, plus a space.
  std::string apply(std::string_view text, const SentencePieces& pieces) const;

 private:
  std::string replace(std::string_view text, const SentencePieces& pieces) const;

  CharsMap charsmap_;
  bool space_before_;
  bool space_after_;
  bool remove_extra_spaces_;
  std::string_view space_;  // as it is written
};

}  // namespace sempurna
