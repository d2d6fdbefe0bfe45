#pragma once

#include <memory>
#include <optional>

#include "data/batch_source.h"
#include "data/image_cache.h"
#include "dataset/dataset.h"
#include "image/augment.h"
#include "image/preprocess.h"

namespace sempurna {

/// How an ImageSource treats its pictures.
struct ImageSourceOptions {
  Preprocessing preprocessing;
  std::optional<Augmentation> augmentation;  ///< what batch(…, augment = true) does
  uint64_t seed = 0;                         ///< of the augmentation
  fs::path cache_file;                       ///< where prepared pictures are kept; empty: nowhere
};

/// Pictures, decoded when they are first asked for and kept prepared in a cache. A JPEG is decoded
/// at the smallest scale that covers what the model sees.
class ImageSource : public BatchSource {
 public:
  ImageSource(ImageDataset dataset, ImageSourceOptions options);

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  /// Throws DataCorrupt naming the file when a picture cannot be decoded.
  Batch batch(std::span<const int64_t> positions, uint64_t epoch, bool augment) const override;

  /// The picture as the model sees it, before normalisation and augmentation.
  Image picture(int64_t position) const;

 private:
  ImageDataset dataset_;
  ImageSourceOptions options_;
  std::vector<int64_t> labels_;
  std::unique_ptr<ImageCache> cache_;
};

/// Reads and prepares one picture file.
Image read_picture(const fs::path& file, const Preprocessing& preprocessing);

}  // namespace sempurna
