#pragma once

#include <optional>
#include <vector>

#include "store/frame_seal.h"
#include "store/stored_files.h"

namespace sempurna {

/// Writes content into a new file in frames (store/frames.h).
class FrameWriter {
 public:
  /// An empty key leaves it unsealed.
  FrameWriter(NewFile& file, const DataKey& key);

  void write(std::span<const std::byte> bytes);
  /// Writes the last frame. Once, last.
  void finish() { write_frame(true); }

  uint64_t size() const { return size_; }

 private:
  void write_frame(bool is_last);

  NewFile& file_;
  std::optional<FrameSeal> seal_;
  std::vector<std::byte> frame_;  ///< content of the frame that is being filled
  uint64_t number_ = 0;
  uint64_t size_ = 0;
};

}  // namespace sempurna
