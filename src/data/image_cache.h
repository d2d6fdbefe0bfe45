#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "base/files.h"
#include "image/image.h"

namespace sempurna {

/// Prepared pictures of one size, kept in a file so that later epochs and a resumed run need not
/// decode again. The file is
///
///   "SEMPCACH"  8 bytes
///   key         64 bytes, hexadecimal SHA-256 of what the pictures depend on
///   checksums   8 bytes a picture, little-endian; 0: not there
///   pictures    width · height · 3 bytes each
///
/// A checksum is written after its picture, and checked once when a later process reads the
/// picture, so that neither a kill nor a power failure can bring a torn picture back. When the disk
/// is full the cache goes on without what it could not keep. Safe to call from several threads.
class ImageCache {
 public:
  /// Opens `file`, or makes it anew when its key or size is another. `count` pictures. Throws
  /// Denied when it cannot be made.
  ImageCache(const fs::path& file, const std::string& key, int64_t count, int width, int height);
  ~ImageCache();
  ImageCache(const ImageCache&) = delete;
  ImageCache& operator=(const ImageCache&) = delete;

  /// Copies the picture into `image`, or returns false when it is not there.
  bool read(int64_t position, Image& image);
  void write(int64_t position, const Image& image);

  /// Bytes of a file that holds all pictures.
  static int64_t file_bytes(int64_t count, int width, int height);

 private:
  int64_t offset_of(int64_t position) const;

  fs::path file_;
  int64_t count_;
  int width_;
  int height_;
  int64_t picture_bytes_;
  int fd_ = -1;
  bool full_ = false;
  std::mutex mutex_;
  std::vector<uint64_t> checksums_;
  std::vector<bool> trusted_;  ///< written or checked by this process
};

}  // namespace sempurna
