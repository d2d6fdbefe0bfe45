#pragma once

#include <future>
#include <vector>

#include "base/digest.h"

namespace sempurna {

/// A digest of much, computed on another thread while its caller goes on: MD5, which S3's ETag is,
/// takes as long as receiving and writing the bytes. What is small is computed at once.
class BackgroundDigest {
 public:
  explicit BackgroundDigest(DigestKind kind) : digest_(kind) {}

  void update(std::span<const std::byte> bytes);
  /// The raw bytes. Call once, last.
  std::string finish();

 private:
  void hand_over();

  Digest digest_;
  uint64_t size_ = 0;
  std::vector<std::byte> gathered_;
  std::vector<std::byte> given_;  ///< what is being computed
  std::future<void> running_;     ///< last, so that it ends before what it uses
};

}  // namespace sempurna
