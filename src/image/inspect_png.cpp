#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
#include <string_view>

#include "image/structure.h"

namespace sempurna {
namespace {

constexpr std::string_view kDamaged = "the file is damaged; copy or download it again";
constexpr uint32_t kMaxInt31 = 0x7fffffff;
/// libpng's own default limit; it keeps the memory of one row in bounds.
constexpr uint32_t kMaxSide = 1000000;

/// Walks the chunks of one PNG (PNG specification, third edition, section 5); stops at the first
/// problem.
class PngWalk {
 public:
  PngWalk(Bytes bytes, Inspection& found) : bytes_(bytes), found_(found) {}

  void run() {
    at_ = 8;  // after the signature
    while (!found_.problem && !ended_) chunk();
    if (!found_.problem && at_ < bytes_.size()) {
      found_.notes.push_back(
          fmt::format("{} bytes follow the PNG's last chunk", bytes_.size() - at_));
    }
  }

 private:
  void problem(std::string text) { found_.problem = std::move(text); }

  void chunk() {
    if (bytes_.size() - at_ < 12) return truncated();
    const size_t length = big32(bytes_, at_);
    const std::string_view type(reinterpret_cast<const char*>(bytes_.data()) + at_ + 4, 4);
    const bool letters = std::all_of(type.begin(), type.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    if (!letters || length > kMaxInt31) {
      return problem(fmt::format("there is no PNG chunk at byte {} where one should begin: {}", at_,
                                 kDamaged));
    }
    if (bytes_.size() - at_ - 12 < length) return truncated();
    const Bytes body = bytes_.subspan(at_ + 8, length);
    const bool intact =
        checksum(bytes_.subspan(at_ + 4, length + 4)) == big32(bytes_, at_ + 8 + length);
    const bool critical = type[0] >= 'A' && type[0] <= 'Z';
    if (!intact && critical) {
      return problem(fmt::format("the checksum (CRC) of the PNG's chunk {} at byte {} is wrong: {}",
                                 type, at_, kDamaged));
    }
    if (!intact) {
      found_.notes.push_back(fmt::format(
          "the checksum of the PNG's chunk {} at byte {} is wrong; it is not needed", type, at_));
    }
    at_ += 12 + length;
    if (critical) {
      critical_chunk(type, body);
    } else if (intact) {
      if (type == "acTL") found_.animated = true;
      if (type == "eXIf") found_.orientation = exif_orientation(body);
    }
  }

  static uint32_t checksum(Bytes bytes) {
    return static_cast<uint32_t>(
        crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
  }

  void truncated() {
    problem(
        "the PNG ends before its last chunk (IEND): the file is probably truncated; copy or "
        "download it again");
  }

  void critical_chunk(std::string_view type, Bytes body) {
    if (type == "CgBI") {
      return problem(
          "this is Apple's variant of PNG (CgBI), which only its own programs read: convert it to "
          "PNG");
    }
    if (found_.width == 0) {
      if (type == "IHDR") return header(body);
      return problem(
          fmt::format("the PNG begins with a chunk {} instead of IHDR: {}", type, kDamaged));
    }
    if (type == "PLTE") {
      palette_ = true;
    } else if (type == "IDAT") {
      if (indexed_ && !palette_) {
        return problem(
            fmt::format("the PNG's colours are numbers of a palette (PLTE) that it does "
                        "not have: {}",
                        kDamaged));
      }
      data_ = true;
    } else if (type == "IEND") {
      if (!data_) return problem(fmt::format("the PNG holds no picture data (IDAT): {}", kDamaged));
      ended_ = true;
    } else if (type == "IHDR") {
      problem(fmt::format("the PNG has two headers (IHDR): {}", kDamaged));
    } else {
      problem(
          fmt::format("the PNG has a chunk {} that must be understood and is not known: save "
                      "it again with a usual program",
                      type));
    }
  }

  void header(Bytes body) {
    if (body.size() != 13) {
      return problem(fmt::format("the PNG's header (IHDR) has {} bytes instead of 13: {}",
                                 body.size(), kDamaged));
    }
    const uint32_t width = big32(body, 0);
    const uint32_t height = big32(body, 4);
    const int bits = byte_at(body, 8);
    const int colour = byte_at(body, 9);
    if (width == 0 || height == 0 || width > kMaxInt31 || height > kMaxInt31) {
      return problem(fmt::format("the PNG gives its size as {} x {}: {}", width, height, kDamaged));
    }
    if (width > kMaxSide || height > kMaxSide) {
      return problem(
          fmt::format("the PNG is {} x {} pixels, more than {} on a side: make it smaller", width,
                      height, kMaxSide));
    }
    if (!legal(bits, colour)) {
      return problem(
          fmt::format("the PNG claims {} bits with colour type {}, which PNG does not "
                      "have: {}",
                      bits, colour, kDamaged));
    }
    if (byte_at(body, 10) != 0 || byte_at(body, 11) != 0 || byte_at(body, 12) > 1) {
      return problem(
          fmt::format("the PNG uses a compression, filter or interlace method that is "
                      "not known ({}, {}, {}): save it again with a usual program",
                      byte_at(body, 10), byte_at(body, 11), byte_at(body, 12)));
    }
    found_.width = static_cast<int>(width);
    found_.height = static_cast<int>(height);
    found_.progressive = byte_at(body, 12) == 1;
    indexed_ = colour == 3;
  }

  static bool legal(int bits, int colour) {
    switch (colour) {
      case 0:
        return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
      case 3:
        return bits == 1 || bits == 2 || bits == 4 || bits == 8;
      case 2:
      case 4:
      case 6:
        return bits == 8 || bits == 16;
      default:
        return false;
    }
  }

  Bytes bytes_;
  Inspection& found_;
  size_t at_ = 0;
  bool indexed_ = false;
  bool palette_ = false;
  bool data_ = false;
  bool ended_ = false;
};

}  // namespace

void inspect_png(Bytes bytes, Inspection& found) {
  PngWalk(bytes, found).run();
}

}  // namespace sempurna
