#include "data/prepared_pictures.h"

#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/sha256.h"
#include "image/decode.h"

namespace sempurna {

namespace {

// How the pictures are prepared. The version changes when the preparing code does.
std::string cache_key(const Preprocessing& preprocessing) {
  constexpr auto kVersion = "2";
  Digest hash(DigestKind::Sha256);
  hash.update(kVersion);
  hash.update(name(preprocessing.resample));
  hash.update(preprocessing.decode_whole ? "whole" : "reduced");
  Preprocessing plain = preprocessing;
  plain.resample = Interpolation::Bilinear;
  hash.update(to_line(to_json(plain)));
  return encode_hex(hash.finish());
}

Image prepared(std::span<const std::byte> bytes, const Preprocessing& preprocessing) {
  const Size needed = preprocessing.decode_size();
  return prepare(decode(bytes, {.min_width = needed.width, .min_height = needed.height}),
                 preprocessing);
}

template <typename Make>
Image naming(const fs::path& file, const Make& make) {
  const std::string bytes = read_file(file);
  try {
    return make(bytes);
  } catch (const Error& error) {
    throw Error(error.code(), "{}: {}", file.string(), error.what());
  }
}

}  // namespace

Image read_picture(const fs::path& file, const Preprocessing& preprocessing) {
  return naming(file, [&](const std::string& content) {
    return prepared(std::as_bytes(std::span(content)), preprocessing);
  });
}

Image read_picture(std::span<const std::byte> bytes, const Preprocessing& preprocessing) {
  return prepared(bytes, preprocessing);
}

PreparedPictures::PreparedPictures(Preprocessing preprocessing)
    : preprocessing_(std::move(preprocessing)) {}

PreparedPictures::PreparedPictures(Preprocessing preprocessing, const fs::path& cache_file,
                                   uint64_t most_bytes)
    : preprocessing_(std::move(preprocessing)) {
  const Size size = preprocessing_.input_size();
  cache_ = std::make_unique<ImageCache>(cache_file, cache_key(preprocessing_), size.width,
                                        size.height, most_bytes);
}

Image PreparedPictures::of(std::span<const std::byte> bytes, const std::string& content) const {
  Image image;
  if (cache_ && cache_->read(content, image)) return image;
  image = prepared(bytes, preprocessing_);
  if (cache_) cache_->write(content, image);
  return image;
}

Image PreparedPictures::of(const ImageDataset& dataset, const ImageItem& item) const {
  Image image;
  if (cache_ && cache_->read(item.content, image)) return image;
  return naming(dataset.folder / item.path, [&](const std::string& content) {
    if (sha256_hex(content) != item.content) {
      throw Error(Code::Conflict,
                  "this picture was changed since the check of the data; put back what it held, or "
                  "begin anew with the data as they are now");
    }
    return of(std::as_bytes(std::span(content)), item.content);
  });
}

}  // namespace sempurna
