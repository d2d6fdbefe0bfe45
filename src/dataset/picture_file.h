#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/files.h"
#include "dataset/look.h"
#include "image/image.h"

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
  Look look = {};                  ///< of a picture that was decoded
  std::string problem;             ///< why it is not a picture, a sentence without full stop
  std::vector<std::string> notes;  ///< oddities of a picture that is used all the same
  std::string misnamed;            ///< its format when its name says another, or none
};

/// Makes a picture, in any size, of a file's bytes, whose SHA-256 is `content`. Throws an Error
/// that says what is wrong with them.
using PictureDecoder =
    std::function<Image(std::span<const std::byte> bytes, const std::string& content)>;

/// Reads a picture file once, from the first byte to the last, and judges its structure; with
/// `decode` its pixels too. Other files are judged by their beginning. Throws nothing but lack of
/// memory.
PictureFile read_picture_file(const fs::path& file, const PictureDecoder& decode);

}  // namespace sempurna
