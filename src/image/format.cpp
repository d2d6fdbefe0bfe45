#include "image/format.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace sempurna {
namespace {

using namespace std::string_view_literals;

struct Signature {
  size_t offset;
  std::string_view bytes;
  std::string_view what;  ///< with its article
  std::string_view remedy;
};

constexpr std::string_view kConvert = "convert it to PNG or JPEG";
constexpr std::string_view kExport = "export its pictures as PNG or JPEG";
constexpr std::string_view kUnpack = "unpack it first";
constexpr std::string_view kRemove = "remove it from the data";

/// The first that matches counts, so the longer of two that begin alike stands first.
constexpr std::array kSignatures = {
    Signature{0, "GIF87a"sv, "a GIF picture", kConvert},
    Signature{0, "GIF89a"sv, "a GIF picture", kConvert},
    Signature{0, "II*\0"sv, "a TIFF picture (or a camera's raw file)", kConvert},
    Signature{0, "MM\0*"sv, "a TIFF picture (or a camera's raw file)", kConvert},
    Signature{0, "II+\0"sv, "a BigTIFF picture", kConvert},
    Signature{0, "MM\0+"sv, "a BigTIFF picture", kConvert},
    Signature{4, "ftypheic"sv, "a HEIC picture", kConvert},
    Signature{4, "ftypheix"sv, "a HEIC picture", kConvert},
    Signature{4, "ftyphevc"sv, "a HEIC picture", kConvert},
    Signature{4, "ftypmif1"sv, "a HEIF picture", kConvert},
    Signature{4, "ftypmsf1"sv, "a HEIF picture", kConvert},
    Signature{4, "ftypavif"sv, "an AVIF picture", kConvert},
    Signature{4, "ftypavis"sv, "an AVIF picture", kConvert},
    Signature{4, "ftyp"sv, "an MP4 or QuickTime film", kExport},
    Signature{0, "\0\0\0\x0cJXL \r\n"sv, "a JPEG XL picture", kConvert},
    Signature{0, "\xff\x0a"sv, "a JPEG XL picture", kConvert},
    Signature{0, "\0\0\0\x0cjP  \r\n"sv, "a JPEG 2000 picture", kConvert},
    Signature{0, "\xff\x4f\xff\x51"sv, "a JPEG 2000 picture", kConvert},
    Signature{0, "8BPS"sv, "a Photoshop document", kConvert},
    Signature{0, "\0\0\1\0"sv, "a Windows icon", kConvert},
    Signature{0, "v/1\1"sv, "an OpenEXR picture", kConvert},
    Signature{0, "DDS "sv, "a DDS texture", kConvert},
    Signature{0, "%PDF"sv, "a PDF document", kExport},
    Signature{0, "%!PS"sv, "a PostScript document", kExport},
    Signature{8, "AVI "sv, "an AVI film", kExport},
    Signature{8, "WAVE"sv, "a sound file", kRemove},
    Signature{0, "\x1a\x45\xdf\xa3"sv, "a Matroska or WebM film", kExport},
    Signature{0, "PK\3\4"sv, "a ZIP archive (or an office document)", kUnpack},
    Signature{0, "\x1f\x8b"sv, "a gzip archive", kUnpack},
    Signature{0, "7z\xbc\xaf\x27\x1c"sv, "a 7-Zip archive", kUnpack},
    Signature{0, "Rar!"sv, "a RAR archive", kUnpack},
    Signature{0, "\0\5\x16\7"sv, "a macOS companion file (its name begins with \"._\")", kRemove},
    Signature{0, "version https://git-lfs"sv, "a Git LFS pointer, not the picture itself",
              "fetch the pictures with \"git lfs pull\""},
    Signature{0,
              "\x7f"
              "ELF"sv,
              "a program", kRemove},
};

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The first kilobyte in lower case, without a BOM and leading white space.
std::string lower_start(std::string_view text) {
  text = text.substr(0, 1024);
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

bool is_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f';
  });
}

/// "BM" alone would also match text, so the sizes that follow must make sense.
bool is_bmp(std::string_view text) {
  if (!text.starts_with("BM") || text.size() < 18) return false;
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(text[at]); };
  const uint32_t header = byte(14) | byte(15) << 8 | byte(16) << 16 | uint32_t{byte(17)} << 24;
  return header >= 12 && header <= 256;
}

/// Netpbm: "P1" to "P7" and white space.
bool is_netpbm(std::string_view text) {
  return text.size() > 2 && text[0] == 'P' && text[1] >= '1' && text[1] <= '7' &&
         std::isspace(static_cast<unsigned char>(text[2]));
}

std::string unread(std::string_view what, std::string_view remedy) {
  return fmt::format("this is {}, which is not read: {}", what, remedy);
}

}  // namespace

std::string_view name(Format format) {
  switch (format) {
    case Format::Jpeg:
      return "JPEG";
    case Format::Png:
      return "PNG";
    case Format::WebP:
      return "WebP";
    case Format::None:
      break;
  }
  return "none";
}

Format recognise(std::span<const std::byte> bytes) {
  const std::string_view text = as_text(bytes);
  if (text.starts_with("\xff\xd8\xff")) return Format::Jpeg;
  if (text.starts_with("\x89PNG\r\n\x1a\n")) return Format::Png;
  if (text.starts_with("RIFF") && text.size() >= 12 && text.substr(8, 4) == "WEBP") {
    return Format::WebP;
  }
  return Format::None;
}

std::string describe_unread(std::span<const std::byte> bytes) {
  const std::string_view text = as_text(bytes);
  if (text.empty()) return "the file is empty: copy or download it again";
  for (const Signature& signature : kSignatures) {
    if (text.size() >= signature.offset &&
        text.substr(signature.offset).starts_with(signature.bytes)) {
      return unread(signature.what, signature.remedy);
    }
  }
  if (is_bmp(text)) return unread("a BMP picture", kConvert);
  if (is_netpbm(text)) return unread("a Netpbm picture", kConvert);
  if (text.starts_with("\x89PNG") || text.starts_with("\xff\xd8")) {
    return fmt::format(
        "the file begins like a {} but its first bytes are damaged: copy or download it again",
        text[0] == '\x89' ? "PNG" : "JPEG");
  }
  if (std::all_of(text.begin(), text.end(), [](char c) { return c == 0; })) {
    return "the file holds only zero bytes: copy or download it again";
  }
  const std::string start = lower_start(text);
  if (start.find("<svg") != std::string::npos) return unread("an SVG drawing", kConvert);
  if (start.starts_with("<!doctype html") || start.starts_with("<html") ||
      start.starts_with("<head")) {
    return "this is a web page (HTML), probably an error page saved in place of the picture: "
           "download the picture again";
  }
  if (is_text(text.substr(0, 1024))) return unread("text, not a picture", kRemove);
  return "this is not a picture of a known format (JPEG, PNG or WebP): convert it or remove it "
         "from the data";
}

}  // namespace sempurna
