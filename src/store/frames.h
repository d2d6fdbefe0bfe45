#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace sempurna {

/// How bytes lie in a stored file: in frames, so that a range is read and checked without the rest.
///
///   file   frame 0, frame 1, … and the last, with nothing before, between or after them
///   frame  content  kFrameBytes; the last has fewer or as many, and is the only one when empty
///          tag      16 bytes, of a sealed file only
///          check    4 bytes, little-endian: CRC-32C over label, content (as it lies there) and tag
///   label  the file's id (16 random bytes, which also name it), the frame's number (8 bytes,
///          little-endian), 1 for the last frame and 0 for others: not stored, known to the reader
///
/// The content of a sealed frame is encrypted by AES-256-GCM (NIST SP 800-38D). Its nonce is the
/// first 8 bytes of the file's id and the frame's number (4 bytes, big-endian), its additional data
/// the label. The check needs no key; the tag cannot be made without one.
constexpr size_t kFrameBytes = size_t{256} << 10;
constexpr size_t kFileIdBytes = 16;
constexpr size_t kTagBytes = 16;
constexpr size_t kCheckBytes = 4;

using FrameLabel = std::array<std::byte, kFileIdBytes + 8 + 1>;
FrameLabel frame_label(std::string_view file_id, uint64_t number, bool is_last);

/// The check of a frame: of its label, then of content and tag as they lie in the file.
std::array<std::byte, kCheckBytes> frame_check(const FrameLabel& label,
                                               std::span<const std::byte> stored);

/// Where the frames of a file lie that holds `size` bytes of content.
class FrameLayout {
 public:
  FrameLayout(uint64_t size, bool is_sealed) : size_(size), is_sealed_(is_sealed) {}

  uint64_t frames() const { return size_ == 0 ? 1 : (size_ - 1) / kFrameBytes + 1; }
  bool is_last(uint64_t frame) const { return frame + 1 == frames(); }
  size_t content_bytes(uint64_t frame) const {
    return is_last(frame) ? static_cast<size_t>(size_ - frame * kFrameBytes) : kFrameBytes;
  }
  /// Tag and check.
  size_t trailer_bytes() const { return (is_sealed_ ? kTagBytes : 0) + kCheckBytes; }
  uint64_t offset(uint64_t frame) const { return frame * (kFrameBytes + trailer_bytes()); }

 private:
  uint64_t size_;
  bool is_sealed_;
};

}  // namespace sempurna
