#include <fmt/core.h>

#include <cstring>
#include <string_view>

#include "image/structure.h"

namespace sempurna {
namespace {

constexpr std::string_view kDamaged = "the file is damaged; copy or download it again";

/// Walks the RIFF chunks of one WebP (WebP container specification); stops at the first problem.
class WebpWalk {
 public:
  WebpWalk(Bytes bytes, Inspection& found) : found_(found), bytes_(bytes) {}

  void run() {
    const uint64_t size = uint64_t{little32(bytes_, 4)} + 8;
    if (size > bytes_.size()) return truncated();
    if (size < bytes_.size()) {
      found_.notes.push_back(fmt::format("{} bytes follow the WebP's end", bytes_.size() - size));
      bytes_ = bytes_.first(static_cast<size_t>(size));
    }
    at_ = 12;
    while (!found_.problem && bytes_.size() >= at_ + 8) chunk();
    if (!found_.problem && !picture_) {
      problem(fmt::format("the WebP holds no picture data: {}", kDamaged));
    }
  }

 private:
  void problem(std::string text) { found_.problem = std::move(text); }

  void truncated() {
    problem(
        "the WebP is shorter than it says: the file is probably truncated; copy or download it "
        "again");
  }

  void chunk() {
    const std::string_view type(reinterpret_cast<const char*>(bytes_.data()) + at_, 4);
    const size_t length = little32(bytes_, at_ + 4);
    at_ += 8;
    if (length > bytes_.size() - at_) {
      return problem(
          fmt::format("the WebP's chunk at byte {} reaches past the end: {}", at_ - 8, kDamaged));
    }
    const Bytes body = bytes_.subspan(at_, length);
    at_ += length + length % 2;
    if (type == "VP8 ") {
      lossy(body);
    } else if (type == "VP8L") {
      lossless(body);
    } else if (type == "VP8X") {
      extended(body);
    } else if (type == "ANMF") {
      frame(body);
    } else if (type == "EXIF") {
      found_.orientation = exif_orientation(body);
    }
  }

  /// In the extended format the canvas gives the size, else the only frame does.
  void size(int width, int height) {
    picture_ = true;
    if (found_.width != 0) return;
    found_.width = width;
    found_.height = height;
    if (width == 0 || height == 0) {
      problem(fmt::format("the WebP gives its size as {} x {}: {}", width, height, kDamaged));
    }
  }

  void bad_frame() { problem(fmt::format("the WebP's frame header is wrong: {}", kDamaged)); }

  void lossy(Bytes body) {
    if (body.size() < 10 || (byte_at(body, 0) & 1) != 0 || byte_at(body, 3) != 0x9d ||
        byte_at(body, 4) != 0x01 || byte_at(body, 5) != 0x2a) {
      return bad_frame();
    }
    const uint32_t sides = little32(body, 6);
    size(static_cast<int>(sides & 0x3fff), static_cast<int>(sides >> 16 & 0x3fff));
  }

  void lossless(Bytes body) {
    if (body.size() < 5 || byte_at(body, 0) != 0x2f) return bad_frame();
    const uint32_t sides = little32(body, 1);
    size(static_cast<int>(sides & 0x3fff) + 1, static_cast<int>(sides >> 14 & 0x3fff) + 1);
  }

  void extended(Bytes body) {
    constexpr int kAnimation = 0x02;
    if (body.size() < 10 || found_.width != 0) return bad_frame();
    found_.animated = (byte_at(body, 0) & kAnimation) != 0;
    found_.width = static_cast<int>(little24(body, 4)) + 1;
    found_.height = static_cast<int>(little24(body, 7)) + 1;
  }

  void frame(Bytes body) {
    if (body.size() < 16 || found_.width == 0) return bad_frame();  // the canvas comes first
    picture_ = true;
  }

  Inspection& found_;
  Bytes bytes_;
  size_t at_ = 0;
  bool picture_ = false;
};

}  // namespace

void inspect_webp(Bytes bytes, Inspection& found) {
  WebpWalk(bytes, found).run();
}

}  // namespace sempurna
