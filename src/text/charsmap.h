#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// SentencePiece's "precompiled_charsmap": replacements of character sequences, NFKC with changes
/// mostly.
///
///   uint32           size of the trie in bytes, little endian
///   uint32[]         the trie, a double array as Darts-clone makes it; a key's value is
///   char[]           … where its replacement begins here, each ending in a zero byte
///
/// A unit of the trie: bits 0-7 its label, bit 8 whether a key ends here, bits 10-30 the offset to
/// its children, times 256 when bit 9 is set; bit 31 marks the unit that holds a key's value.
class CharsMap {
 public:
  /// Throws DataCorrupt, naming `where`, when the bytes are not of this form, in particular when
  /// walking the trie could lead outside. An empty blob changes nothing.
  CharsMap(std::string_view blob, std::string_view where);

  /// `text` with the longest sequence at every place replaced.
  std::string apply(std::string_view text) const;

 private:
  std::vector<uint32_t> units_;
  std::string replacements_;
};

}  // namespace sempurna
