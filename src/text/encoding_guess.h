#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sempurna {

/// A guess at how text is encoded that is not UTF-8: to be proposed, never to be followed unseen.
struct EncodingGuess {
  std::string name;    ///< as iconv and Python know it: "GB18030", "WINDOWS-1252"
  std::string sample;  ///< the first line that is not ASCII, as it then reads
};

/// Asks uchardet about the lines of `text` that are not ASCII. Nothing when it has no idea, when
/// some bytes are none of the encoding's, or when lines of UTF-8 are among the others: decoding the
/// whole would spoil those.
std::optional<EncodingGuess> guess_encoding(std::string_view text);

/// `bytes` of the encoding as UTF-8; nothing when some of them are none of its characters.
std::optional<std::string> decode_text(std::string_view bytes, const std::string& encoding);

}  // namespace sempurna
