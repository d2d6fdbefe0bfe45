#pragma once

#include <memory>

#include "store/frames.h"
#include "store/object.h"

namespace sempurna {

/// Seals and opens the frames of one file (store/frames.h) under a data key. One thread at a time.
class FrameSeal {
 public:
  /// `key` has 32 bytes. Throws WrongKey otherwise.
  explicit FrameSeal(const DataKey& key);
  ~FrameSeal();

  /// Encrypts `content` where it lies and writes its tag.
  void seal(const FrameLabel& label, std::span<std::byte> content,
            std::span<std::byte, kTagBytes> tag);
  /// Decrypts `content` where it lies. False when key, label, content or tag is another than in
  /// seal(); then nothing in `content` may be used.
  bool open(const FrameLabel& label, std::span<std::byte> content,
            std::span<const std::byte, kTagBytes> tag);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace sempurna
