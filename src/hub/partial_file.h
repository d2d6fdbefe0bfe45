#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

#include "base/files.h"

namespace sempurna {

/// A file that arrives in pieces over several tries: its bytes wait in <file>.partial, the tag of
/// the version that they belong to in <file>.partial.etag. Only one process holds it at a time.
class PartialFile {
 public:
  /// Opens or makes it. Throws Conflict when another process holds it, else as files.h does.
  explicit PartialFile(const fs::path& file);
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  uint64_t size() const { return size_; }
  /// The tag of the version that the bytes are of; empty when it is not known.
  const std::string& etag() const { return etag_; }

  /// Throws the bytes away and begins with those of another version.
  void restart(const std::string& etag);
  void append(std::span<const std::byte> bytes);
  std::string sha256(const std::stop_token& stop = {});
  /// Makes it the file.
  void finish();
  /// Throws it away.
  void discard();

 private:
  fs::path file_;
  fs::path partial_;
  fs::path tag_;
  std::string etag_;
  uint64_t size_ = 0;
  int fd_ = -1;
};

}  // namespace sempurna
