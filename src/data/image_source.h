#pragma once

#include <memory>
#include <optional>

#include "data/batch_source.h"
#include "data/prepared_pictures.h"
#include "dataset/dataset.h"
#include "image/augment.h"

namespace sempurna {

/// Pictures, prepared when they are asked for.
class ImageSource : public BatchSource {
 public:
  /// `augmentation` is what `augment` does, `seed` its key.
  ImageSource(ImageDataset dataset, std::shared_ptr<const PreparedPictures> pictures,
              std::optional<Augmentation> augmentation = {}, uint64_t seed = 0);

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  Batch make(std::span<const int64_t> positions) const override;
  /// Throws DataCorrupt naming the file when the picture cannot be decoded.
  void fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch, bool augment) const override;

 private:
  ImageDataset dataset_;
  std::shared_ptr<const PreparedPictures> pictures_;
  std::optional<Augmentation> augmentation_;
  uint64_t seed_;
  std::vector<int64_t> labels_;
};

}  // namespace sempurna
