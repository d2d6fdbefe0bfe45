#include "data/image_cache.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sempurna {
namespace {

const std::string kKey(64, 'a');
const std::string kOtherKey(64, 'b');

Image picture(uint8_t value) {
  Image image(5, 3);
  for (size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = static_cast<uint8_t>(value + i);
  return image;
}

TEST(ImageCache, GivesBackWhatWasWritten) {
  const TemporaryFolder folder;
  ImageCache cache(folder.path() / "c", kKey, 3, 5, 3);
  Image image;
  EXPECT_FALSE(cache.read(1, image));
  cache.write(1, picture(9));
  ASSERT_TRUE(cache.read(1, image));
  EXPECT_EQ(image.pixels, picture(9).pixels);
  EXPECT_FALSE(cache.read(2, image));
}

TEST(ImageCache, ALaterProcessFindsThePicturesOfTheSameKeyOnly) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "c";
  ImageCache(file, kKey, 3, 5, 3).write(0, picture(1));
  Image image;
  EXPECT_TRUE(ImageCache(file, kKey, 3, 5, 3).read(0, image));
  EXPECT_EQ(image.pixels, picture(1).pixels);
  EXPECT_FALSE(ImageCache(file, kOtherKey, 3, 5, 3).read(0, image));
  EXPECT_FALSE(ImageCache(file, kKey, 3, 5, 3).read(0, image));
}

TEST(ImageCache, ATornPictureIsNotGiven) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "c";
  ImageCache(file, kKey, 2, 5, 3).write(1, picture(1));
  const auto size = static_cast<std::streamoff>(fs::file_size(file));
  {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(size - 1);
    out.put('\xff');
  }
  Image image;
  EXPECT_FALSE(ImageCache(file, kKey, 2, 5, 3).read(1, image));
  fs::resize_file(file, static_cast<uintmax_t>(size) - 4);
  EXPECT_FALSE(ImageCache(file, kKey, 2, 5, 3).read(1, image));
}

}  // namespace
}  // namespace sempurna
