#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/files.h"
#include "image/image.h"

namespace sempurna {

/// Prepared pictures of one size, kept in a file under what they were made of, so that later epochs
/// and a resumed run need not decode again. The file is
///
///   "SEMPCACH"  8 bytes
///   key         64 bytes, hexadecimal SHA-256 of how the pictures are prepared
///   places, one a picture:
///     checksum  8 bytes, little-endian; 0: nothing is there
///     content   64 bytes, hexadecimal SHA-256 of the file that the picture was decoded from
///     pixels    width · height · 3 bytes
///
/// A checksum is written after all else of its place, and checked whenever the picture is read, so
/// that neither a kill nor a power failure can bring a torn picture back. When the disk is full the
/// cache goes on without what it could not keep. A file with several names is several jobs': it is
/// read and never written; who has more to keep, or keeps it under another key, gets a file of its
/// own first. Safe to call from several threads.
class ImageCache {
 public:
  /// Opens `file`, or makes it anew when its key is another; writes at most so many bytes to it.
  /// Throws Denied when it cannot be made.
  ImageCache(const fs::path& file, const std::string& key, int width, int height,
             uint64_t most_bytes);
  ~ImageCache();
  ImageCache(const ImageCache&) = delete;
  ImageCache& operator=(const ImageCache&) = delete;

  /// Copies the picture of a file with this SHA-256, in hexadecimal, into `image`, or returns false
  /// when it is not there.
  bool read(const std::string& content, Image& image);
  void write(const std::string& content, const Image& image);

  /// Of the file.
  uint64_t bytes() const;
  /// Whether pictures were left out because there was no room for them.
  bool full() const;

 private:
  struct Kept {
    int64_t place;
    uint64_t checksum;
  };
  int64_t offset_of(int64_t place) const;
  void open_file();
  void make_own();
  void read_places();

  fs::path file_;
  int width_;
  int height_;
  int64_t picture_bytes_;
  uint64_t most_bytes_;
  int fd_ = -1;
  bool is_shared_ = false;  ///< with other jobs
  mutable std::mutex mutex_;
  bool full_ = false;
  int64_t places_ = 0;  ///< taken
  uint64_t written_ = 0;
  std::unordered_map<std::string, Kept> kept_;  ///< by content
};

}  // namespace sempurna
