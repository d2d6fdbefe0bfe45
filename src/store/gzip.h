#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/atomic_file.h"
#include "base/files.h"

namespace sempurna {

/// Compresses into a file, in blocks of 1 MiB on all processors. The same content gives the same
/// file on any machine: the header has no name and no time, and blocks depend on nothing but their
/// bytes. Source: RFC 1951, RFC 1952.
class GzipWriter {
 public:
  explicit GzipWriter(AtomicFile& out);

  /// Says what comes next, so that content of which a sample saves less than a tenth, as float
  /// weights are, is stored instead of compressed.
  void begin(std::span<const std::byte> content);
  void write(std::span<const std::byte> bytes);
  /// Once, last.
  void finish();

 private:
  struct Packed {
    std::vector<std::byte> bytes{};
    uint32_t checksum = 0;  ///< CRC-32 of the content
  };

  /// Packs blocks side by side and writes them down.
  void pack(std::span<const std::byte> content);
  void pack_waiting();

  AtomicFile& out_;
  int level_;
  std::vector<std::byte> waiting_;  ///< of a block that is not full yet
  std::vector<Packed> packed_;      ///< one for each processor
  uint32_t checksum_ = 0;           ///< CRC-32 of all content
  uint64_t length_ = 0;
};

/// Decompresses a file, its checksums and length checked, members one after another. Throws
/// DataCorrupt naming the file when it is no gzip file, is cut short, or is damaged.
class GzipReader {
 public:
  explicit GzipReader(const fs::path& file);
  ~GzipReader();
  GzipReader(const GzipReader&) = delete;
  GzipReader& operator=(const GzipReader&) = delete;

  /// Fills `bytes` as far as the content goes; fewer only at its end, none after it.
  size_t read(std::span<std::byte> bytes);

 private:
  [[noreturn]] void fail(std::string_view fault) const;

  fs::path path_;
  MappedFile file_;
  std::span<const std::byte> rest_;  ///< not yet given to zlib
  z_stream stream_{};
  bool in_member_ = true;
};

}  // namespace sempurna
