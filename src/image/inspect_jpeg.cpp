#include <fmt/core.h>

#include <cstring>
#include <string_view>

#include "image/structure.h"

namespace sempurna {
namespace {

/// A JPEG of more scans than this is a trap: each makes the decoder pass over the whole picture.
/// Usual progressive files have 10.
constexpr int kMaxScans = 200;
/// libjpeg's JPEG_MAX_DIMENSION.
constexpr uint32_t kMaxSide = 65500;
constexpr std::string_view kDamaged = "the file is damaged; copy or download it again";

/// Walks the segments of one JPEG (ITU-T T.81, annex B) as libjpeg does, so that both find the same
/// picture; stops at the first problem.
class JpegWalk {
 public:
  JpegWalk(Bytes bytes, Inspection& found) : bytes_(bytes), found_(found) {}

  void run() {
    at_ = 2;  // after the start marker
    while (!found_.problem) {
      const int marker = next_marker();
      if (marker < 0) return truncated();
      if (marker == kEnd) return end();
      if (marker == kTemporary || is_restart(marker)) continue;
      segment(marker);
    }
  }

 private:
  static constexpr int kTemporary = 0x01;
  static constexpr int kStart = 0xd8;
  static constexpr int kEnd = 0xd9;
  static constexpr int kScan = 0xda;
  static constexpr int kApp1 = 0xe1;

  static bool is_restart(int marker) { return marker >= 0xd0 && marker <= 0xd7; }

  static bool is_frame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /// DHT, DAC, DQT, DNL, DRI, APPn and COM: what may stand beside frame and scan headers.
  static bool is_table(int marker) {
    return marker == 0xc4 || marker == 0xcc || (marker >= 0xdb && marker <= 0xdd) ||
           (marker >= 0xe0 && marker <= 0xef) || marker == 0xfe;
  }

  void problem(std::string text) { found_.problem = std::move(text); }

  void truncated() {
    problem(
        "the JPEG ends before its end marker (EOI): the file is probably truncated; copy or "
        "download it again");
  }

  /// The code after the next 0xFF that stands for a marker, or -1 at the end of the bytes.
  int next_marker() {
    const size_t from = at_;
    while (at_ + 1 < bytes_.size()) {
      const void* hit = std::memchr(bytes_.data() + at_, 0xff, bytes_.size() - at_ - 1);
      if (hit == nullptr) return -1;
      at_ = static_cast<size_t>(static_cast<const std::byte*>(hit) - bytes_.data());
      const int code = byte_at(bytes_, at_ + 1);
      if (code == 0xff) {
        ++at_;
      } else if (code == 0) {
        at_ += 2;
      } else {
        if (at_ > from && byte_at(bytes_, from) != 0xff && !stray_) {
          stray_ = true;
          found_.notes.push_back(
              fmt::format("{} bytes at {} belong to no JPEG segment", at_ - from, from));
        }
        at_ += 2;
        return code;
      }
    }
    return -1;
  }

  void segment(int marker) {
    if (marker == kStart) {
      return problem(
          fmt::format("a second JPEG begins inside the first, at byte {}: {}", at_ - 2, kDamaged));
    }
    if (!is_frame(marker) && !is_table(marker) && marker != kScan) {
      return problem(
          fmt::format("unknown JPEG marker 0x{:02X} at byte {}: {}", marker, at_ - 2, kDamaged));
    }
    if (at_ + 2 > bytes_.size()) return truncated();
    const size_t length = big16(bytes_, at_);
    if (length < 2) {
      return problem(fmt::format("the JPEG segment 0x{:02X} at byte {} gives its length as {}: {}",
                                 marker, at_ - 2, length, kDamaged));
    }
    if (at_ + length > bytes_.size()) return truncated();
    const Bytes body = bytes_.subspan(at_ + 2, length - 2);
    at_ += length;
    if (is_frame(marker)) frame(marker, body);
    if (marker == kScan) scan();
    if (marker == kApp1) app1(body);
  }

  void frame(int marker, Bytes body) {
    if (width_ != 0) {
      return problem(fmt::format("the JPEG has two frame headers: {}", kDamaged));
    }
    if (marker != 0xc0 && marker != 0xc1 && marker != 0xc2 && marker != 0xc9 && marker != 0xca) {
      return problem(fmt::format(
          "the JPEG is of a kind that is not read (lossless or hierarchical, frame 0x{:02X}): save "
          "it as baseline or progressive JPEG",
          marker));
    }
    if (body.size() < 6 || body.size() != 6 + size_t{3} * byte_at(body, 5)) {
      return problem(fmt::format("the JPEG's frame header has a wrong length: {}", kDamaged));
    }
    const uint32_t height = big16(body, 1);
    const uint32_t width = big16(body, 3);
    const int components = byte_at(body, 5);
    if (byte_at(body, 0) != 8) {
      return problem(fmt::format(
          "the JPEG has {} bits a sample, only 8 are read: save it with 8 bits", byte_at(body, 0)));
    }
    if (width == 0 || height == 0) {
      return problem(
          fmt::format("the JPEG gives its size as {} x {}: {}", width, height, kDamaged));
    }
    if (width > kMaxSide || height > kMaxSide) {
      return problem(
          fmt::format("the JPEG is {} x {} pixels, more than {} on a side: make it smaller", width,
                      height, kMaxSide));
    }
    if (components != 1 && components != 3 && components != 4) {
      return problem(fmt::format(
          "the JPEG has {} colour components; 1, 3 and 4 are read: save it as RGB", components));
    }
    width_ = found_.width = static_cast<int>(width);
    found_.height = static_cast<int>(height);
    found_.progressive = marker == 0xc2 || marker == 0xca;
  }

  void scan() {
    if (width_ == 0) {
      return problem(fmt::format("the JPEG's data begins before its frame header: {}", kDamaged));
    }
    if (++scans_ > kMaxScans) {
      return problem(fmt::format(
          "the JPEG has more than {} scans, which no usual program writes: save it again",
          kMaxScans));
    }
    // Entropy-coded data: 0xFF stands before 0 (a stuffed byte), a restart, a fill byte, or its
    // end.
    while (at_ + 1 < bytes_.size()) {
      const void* hit = std::memchr(bytes_.data() + at_, 0xff, bytes_.size() - at_ - 1);
      if (hit == nullptr) break;
      at_ = static_cast<size_t>(static_cast<const std::byte*>(hit) - bytes_.data());
      const int code = byte_at(bytes_, at_ + 1);
      if (code == 0xff) {
        ++at_;
      } else if (code == 0 || is_restart(code)) {
        at_ += 2;
      } else {
        return;
      }
    }
    truncated();
  }

  void app1(Bytes body) {
    constexpr std::string_view kExif("Exif\0\0", 6);
    if (exif_seen_ || scans_ > 0 || body.size() < kExif.size()) return;
    if (std::memcmp(body.data(), kExif.data(), kExif.size()) != 0) return;
    exif_seen_ = true;
    found_.orientation = exif_orientation(body);
  }

  void end() {
    if (scans_ == 0) {
      return problem(fmt::format("the JPEG holds no picture data: {}", kDamaged));
    }
    if (at_ < bytes_.size()) {
      found_.notes.push_back(
          fmt::format("{} bytes follow the JPEG's end marker", bytes_.size() - at_));
    }
  }

  Bytes bytes_;
  Inspection& found_;
  size_t at_ = 0;
  int width_ = 0;
  int scans_ = 0;
  bool stray_ = false;
  bool exif_seen_ = false;
};

}  // namespace

void inspect_jpeg(Bytes bytes, Inspection& found) {
  JpegWalk(bytes, found).run();
}

}  // namespace sempurna
