#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

struct SentencePiece {
  /// Numbered as in the file.
  enum class Type {
    Normal = 1,
    Unknown = 2,
    Control = 3,      ///< never found in a text
    UserDefined = 4,  ///< always one piece where the text holds it
    Unused = 5,       ///< merged by BPE, but not an outcome
    Byte = 6,         ///< "<0x00>" to "<0xFF>", for bytes of unknown characters
  };

  std::string text;
  float score = 0;  ///< log probability, or for BPE minus the rank; magnitude at most 1e9
  Type type = Type::Normal;
};

/// What encoding needs of a SentencePiece model file, a protocol buffer message "ModelProto" as
/// sentencepiece_model.proto in github.com/google/sentencepiece describes it. Defaults are the
/// format's.
struct SentencePieceFile {
  enum class Algorithm { Unigram = 1, Bpe = 2, Word = 3, Char = 4 };  ///< numbered as in the file

  std::vector<SentencePiece> pieces;  ///< a piece's place is its id

  Algorithm algorithm = Algorithm::Unigram;
  bool byte_fallback = false;
  bool space_as_suffix = false;

  std::string charsmap;  ///< as CharsMap reads it
  bool add_dummy_prefix = true;
  bool remove_extra_spaces = true;
  bool escape_spaces = true;
};

/// Reads a model file called `where`. Throws DataCorrupt when the bytes are no such message or
/// their content cannot be, ResourceLimit beyond 64 MiB, 1,048,576 pieces, 4,096 bytes in a piece
/// or 16 MiB in all pieces.
SentencePieceFile parse_sentencepiece_file(std::string_view bytes, std::string_view where);

}  // namespace sempurna
