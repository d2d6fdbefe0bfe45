#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "image/decode.h"

namespace sempurna {

/// What one file below a class folder turned out to be.
struct PictureFile {
  enum class Kind {
    Picture,     ///< fit for use
    Broken,      ///< a picture by name or content that cannot be used
    Other,       ///< no picture, neither by name nor by content
    Unreadable,  ///< the file system does not give it
  };
  Kind kind = Kind::Other;
  std::string content;             ///< SHA-256 of a picture's bytes
  std::string problem;             ///< why it is not a picture, a sentence without full stop
  std::vector<std::string> notes;  ///< oddities of a picture that is used all the same
  std::string misnamed;            ///< its format when its name says another, or none
};

/// Reads a picture file once, from the first byte to the last, and judges its structure; with
/// `decode` its pixels too, as these options decode them. Other files are judged by their
/// beginning. Throws nothing but lack of memory.
PictureFile read_picture_file(const fs::path& file, const std::optional<DecodeOptions>& decode);

}  // namespace sempurna
