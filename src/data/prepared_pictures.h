#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "data/image_cache.h"
#include "dataset/dataset.h"
#include "image/preprocess.h"

namespace sempurna {

/// Pictures as a model sees them, before normalisation and augmentation. A JPEG is decoded at the
/// smallest scale that covers that; where there is a cache, once. Safe to call from several
/// threads.
class PreparedPictures {
 public:
  /// Decodes a picture whenever it is asked for.
  explicit PreparedPictures(Preprocessing preprocessing);
  /// Keeps at most so many more bytes of them in `cache_file`. Throws Denied when it cannot be
  /// made.
  PreparedPictures(Preprocessing preprocessing, const fs::path& cache_file, uint64_t most_bytes);

  const Preprocessing& preprocessing() const { return preprocessing_; }
  /// Of a file's bytes, whose SHA-256 is `content`. Throws DataCorrupt when it cannot be decoded.
  Image of(std::span<const std::byte> bytes, const std::string& content) const;
  /// Of an item of a data set. Throws, naming the file, DataCorrupt when it cannot be decoded and
  /// Conflict when it no longer holds what the check found in it.
  Image of(const ImageDataset& dataset, const ImageItem& item) const;

  /// Null when none are kept.
  const ImageCache* cache() const { return cache_.get(); }

 private:
  Preprocessing preprocessing_;
  std::unique_ptr<ImageCache> cache_;
};

/// Reads and prepares one picture file.
Image read_picture(const fs::path& file, const Preprocessing& preprocessing);
/// Of a file's bytes. Throws DataCorrupt when it cannot be decoded.
Image read_picture(std::span<const std::byte> bytes, const Preprocessing& preprocessing);

}  // namespace sempurna
