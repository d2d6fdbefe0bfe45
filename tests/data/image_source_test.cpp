#include "data/image_source.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "base/sha256.h"
#include "image/encode.h"

namespace sempurna {
namespace {

class ImageSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    Random random(1);
    dataset_.folder = folder_.path();
    dataset_.classes = {"a", "b"};
    for (int i = 0; i < 6; ++i) {
      Image image(40 + i, 30);
      for (auto& value : image.pixels) value = static_cast<uint8_t>(random.below(256));
      const std::string name = std::to_string(i) + ".jpg";
      write_file_atomic(folder_.path() / name, encode_jpeg(image, 90));
      dataset_.items.push_back({name, i % 2, sha256_hex(name)});
    }
    preprocessing_.size = {16, 16};
  }
  ImageSource source(bool cached = false) const {
    return {dataset_,
            cached ? std::make_shared<PreparedPictures>(preprocessing_, folder_.path() / "cache",
                                                        1'000'000)
                   : std::make_shared<PreparedPictures>(preprocessing_),
            Augmentation{}, 3};
  }

  TemporaryFolder folder_;
  ImageDataset dataset_;
  Preprocessing preprocessing_;
  const std::vector<int64_t> positions_ = {4, 1, 2};
};

TEST_F(ImageSourceTest, ABatchIsTheSameWithAndWithoutTheCache) {
  const Batch plain = source().batch(positions_, 1, true);
  const ImageSource cached = source(true);
  for (int time = 0; time < 2; ++time) {
    const Batch batch = cached.batch(positions_, 1, true);
    EXPECT_TRUE(at::equal(batch.pixels, plain.pixels));
    EXPECT_TRUE(at::equal(batch.labels, at::tensor({0, 1, 0}, at::kLong)));
  }
  for (const ImageItem& item : dataset_.items) fs::remove(folder_.path() / item.path);
  EXPECT_TRUE(at::equal(cached.batch(positions_, 1, true).pixels, plain.pixels));
}

TEST_F(ImageSourceTest, AugmentationDependsOnEpochAndPositionAlone) {
  const ImageSource source = this->source();
  const Batch one = source.batch(positions_, 1, true);
  const std::vector<int64_t> last = {2};
  EXPECT_TRUE(at::equal(source.batch(last, 1, true).pixels[0], one.pixels[2]));
  EXPECT_FALSE(at::equal(source.batch(positions_, 2, true).pixels, one.pixels));
  EXPECT_TRUE(at::equal(source.batch(positions_, 2, false).pixels,
                        source.batch(positions_, 1, false).pixels));
}

TEST_F(ImageSourceTest, ABrokenPictureIsNamed) {
  write_file_atomic(folder_.path() / "1.jpg", "not a picture");
  try {
    source().batch(positions_, 0, false);
    FAIL() << "made a batch of a broken picture";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::DataCorrupt);
    EXPECT_TRUE(std::string(error.what()).starts_with((folder_.path() / "1.jpg: ").string()))
        << error.what();
  }
}

}  // namespace
}  // namespace sempurna
