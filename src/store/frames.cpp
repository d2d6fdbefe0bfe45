#include "store/frames.h"

#include <cstring>

#include "base/crc.h"

namespace sempurna {

FrameLabel frame_label(std::string_view file_id, uint64_t number, bool is_last) {
  FrameLabel label{};
  std::memcpy(label.data(), file_id.data(), kFileIdBytes);
  for (size_t i = 0; i < 8; ++i) label[kFileIdBytes + i] = static_cast<std::byte>(number >> 8 * i);
  label.back() = static_cast<std::byte>(is_last);
  return label;
}

std::array<std::byte, kCheckBytes> frame_check(const FrameLabel& label,
                                               std::span<const std::byte> stored) {
  const uint32_t crc = crc32c(crc32c(0, label), stored);
  std::array<std::byte, kCheckBytes> check{};
  for (size_t i = 0; i < kCheckBytes; ++i) check[i] = static_cast<std::byte>(crc >> 8 * i);
  return check;
}

}  // namespace sempurna
