#pragma once

#include <zlib.h>

#include <array>
#include <cstddef>
#include <span>

#include "base/atomic_file.h"
#include "base/files.h"

namespace sempurna {

/// Compresses into a file. The same bytes give the same file: the header has no name and no time.
/// Source: RFC 1952.
class GzipWriter {
 public:
  explicit GzipWriter(AtomicFile& out);
  ~GzipWriter();
  GzipWriter(const GzipWriter&) = delete;
  GzipWriter& operator=(const GzipWriter&) = delete;

  /// Says what comes next, so that content of which a sample saves less than a tenth, as float
  /// weights are, is stored instead of compressed.
  void begin(std::span<const std::byte> content);
  void write(std::span<const std::byte> bytes) { deflate_all(bytes, Z_NO_FLUSH); }
  /// Once, last.
  void finish() { deflate_all({}, Z_FINISH); }

 private:
  void deflate_all(std::span<const std::byte> bytes, int flush);
  void clear_buffer();
  void write_buffer();

  AtomicFile& out_;
  z_stream stream_{};
  std::array<std::byte, 1 << 16> buffer_;
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
