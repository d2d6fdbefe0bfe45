#include "data/image_source.h"

#include <utility>

#include "base/random.h"
#include "data/batching.h"

namespace sempurna {

ImageSource::ImageSource(ImageDataset dataset, std::shared_ptr<const PreparedPictures> pictures,
                         std::optional<Augmentation> augmentation, uint64_t seed)
    : dataset_(std::move(dataset)),
      pictures_(std::move(pictures)),
      augmentation_(augmentation),
      seed_(seed),
      labels_(class_indices(dataset_)) {}

Batch ImageSource::make(std::span<const int64_t> positions) const {
  return room_for_pictures(std::ssize(positions), pictures_->preprocessing());
}

void ImageSource::fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch,
                       bool augmented) const {
  Image picture = pictures_->of(dataset_, dataset_.items.at(static_cast<size_t>(position)));
  if (augmented && augmentation_) {
    Random random(mix(seed_, epoch, static_cast<uint64_t>(position)));
    picture = augment(picture, *augmentation_, random);
  }
  put_picture(batch, k, picture, pictures_->preprocessing());
}

}  // namespace sempurna
