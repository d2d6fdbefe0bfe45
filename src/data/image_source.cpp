#include "data/image_source.h"

#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/random.h"
#include "data/batching.h"
#include "image/decode.h"

namespace sempurna {

namespace {

// What the prepared pictures depend on: their bytes in order, and how they are prepared. The
// version changes when the preparing code does.
std::string cache_key(const ImageDataset& dataset, const Preprocessing& preprocessing) {
  constexpr auto kVersion = "1";
  Digest hash(DigestKind::Sha256);
  hash.update(kVersion);
  hash.update(name(preprocessing.resample));
  hash.update(preprocessing.decode_whole ? "whole" : "reduced");
  Preprocessing plain = preprocessing;
  plain.resample = Interpolation::Bilinear;
  hash.update(to_line(to_json(plain)));
  for (const ImageItem& item : dataset.items) hash.update(item.content);
  return encode_hex(hash.finish());
}

}  // namespace

Image read_picture(const fs::path& file, const Preprocessing& preprocessing) {
  const std::string bytes = read_file(file);
  const Size needed = preprocessing.decode_size();
  DecodeOptions options;
  options.min_width = needed.width;
  options.min_height = needed.height;
  try {
    return prepare(decode(std::as_bytes(std::span(bytes)), options), preprocessing);
  } catch (const Error& error) {
    throw Error(error.code(), "{}: {}", file.string(), error.what());
  }
}

ImageSource::ImageSource(ImageDataset dataset, ImageSourceOptions options)
    : dataset_(std::move(dataset)), options_(std::move(options)), labels_(class_indices(dataset_)) {
  if (options_.cache_file.empty()) return;
  const Size size = options_.preprocessing.input_size();
  cache_ =
      std::make_unique<ImageCache>(options_.cache_file, cache_key(dataset_, options_.preprocessing),
                                   this->size(), size.width, size.height);
}

Image ImageSource::picture(int64_t position) const {
  Image image;
  if (cache_ && cache_->read(position, image)) return image;
  image = read_picture(dataset_.folder / dataset_.items.at(static_cast<size_t>(position)).path,
                       options_.preprocessing);
  if (cache_) cache_->write(position, image);
  return image;
}

Batch ImageSource::batch(std::span<const int64_t> positions, uint64_t epoch, bool augmented) const {
  std::vector<Image> pictures;
  std::vector<int64_t> labels;
  for (const int64_t position : positions) {
    Image image = picture(position);
    if (augmented && options_.augmentation) {
      Random random(mix(options_.seed, epoch, static_cast<uint64_t>(position)));
      image = augment(image, *options_.augmentation, random);
    }
    pictures.push_back(std::move(image));
    labels.push_back(labels_[static_cast<size_t>(position)]);
  }
  Batch batch = stack_pictures(pictures, options_.preprocessing);
  batch.labels = label_tensor(labels);
  return batch;
}

}  // namespace sempurna
