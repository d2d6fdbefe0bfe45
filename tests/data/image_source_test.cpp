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
      const std::string content = encode_jpeg(image, 90);
      write_file_atomic(folder_.path() / name, content);
      dataset_.items.push_back({name, i % 2, sha256_hex(content)});
    }
    preprocessing_.size = {16, 16};
  }
  ImageSource source(bool cached = false, uint64_t most_bytes = 1'000'000) const {
    return {dataset_,
            cached ? std::make_shared<PreparedPictures>(preprocessing_, cache_, most_bytes)
                   : std::make_shared<PreparedPictures>(preprocessing_),
            Augmentation{}, 3};
  }
  /// Makes a batch of the picture at 1, and returns why that is refused.
  static std::string refusal(const ImageSource& source, Code code) {
    try {
      source.batch(std::vector<int64_t>{1}, 0, false);
      ADD_FAILURE() << "made a batch";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code);
      return error.what();
    }
    return "";
  }

  TemporaryFolder folder_;
  const fs::path cache_ = folder_.path() / "cache";
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
  dataset_.items[1].content = sha256_hex("not a picture");
  const std::string words = refusal(source(), Code::DataCorrupt);
  EXPECT_TRUE(words.starts_with((folder_.path() / "1.jpg: ").string())) << words;
}

TEST_F(ImageSourceTest, APictureThatWasChangedIsRefusedWhereverItIsReadAnew) {
  const std::vector<int64_t> one = {1};
  const Batch before = source().batch(one, 0, false);
  const std::string former = read_file(folder_.path() / "1.jpg");
  const auto change = [&] {
    fs::copy_file(folder_.path() / "2.jpg", folder_.path() / "1.jpg",
                  fs::copy_options::overwrite_existing);
  };
  const std::string words = (folder_.path() / "1.jpg").string() +
                            ": this picture was changed since the check of the data; put back what "
                            "it held, or begin anew with the data as they are now";

  const ImageSource tight = source(true, 0);  // with room for none of them
  tight.batch(one, 0, false);
  change();
  EXPECT_EQ(refusal(tight, Code::Conflict), words);
  EXPECT_EQ(refusal(source(), Code::Conflict), words);

  fs::remove(cache_);
  EXPECT_EQ(refusal(source(true), Code::Conflict), words);
  // Nothing of it was kept under the name of what was there.
  write_file_atomic(folder_.path() / "1.jpg", former);
  EXPECT_TRUE(at::equal(source(true).batch(one, 0, false).pixels, before.pixels));

  // A damaged place of the cache is decoded anew.
  std::string bytes = read_file(cache_);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_file_atomic(cache_, bytes);
  change();
  EXPECT_EQ(refusal(source(true), Code::Conflict), words);
}

}  // namespace
}  // namespace sempurna
