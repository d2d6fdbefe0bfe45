#pragma once

#include <optional>
#include <vector>

#include "base/files.h"
#include "store/descriptor.h"
#include "store/frame_seal.h"

namespace sempurna {

/// Reads and checks the frames of a stored file (store/frames.h).
class FrameReader {
 public:
  struct Source {
    Descriptor file;
    fs::path path;  ///< to name it in messages
    std::string id;
    uint64_t size = 0;  ///< of the content
    bool is_sealed = false;
    DataKey key;  ///< of a sealed one; empty: frames are checked and stay as they lie there
  };
  explicit FrameReader(Source source);

  /// The content of the frame that holds the byte at `offset`, from that byte on; valid until the
  /// next call. `offset` is below the size, or 0 in an empty file. Throws Corrupt when the bytes
  /// are not those that were written, WrongKey.
  std::span<const std::byte> read(uint64_t offset);

 private:
  void load(uint64_t frame);

  Source source_;
  FrameLayout layout_;
  std::optional<FrameSeal> seal_;
  std::vector<std::byte> frame_;
  std::optional<uint64_t> loaded_;
};

}  // namespace sempurna
