#include "data/image_cache.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sempurna {
namespace {

const std::string kKey(64, 'a');
const std::string kOtherKey(64, 'b');
const std::string kOne(64, '1');
const std::string kTwo(64, '2');
constexpr uint64_t kMuch = 1'000'000;

Image picture(uint8_t value) {
  Image image(5, 3);
  for (size_t i = 0; i < image.pixels.size(); ++i)
    image.pixels[i] = static_cast<uint8_t>(value + i);
  return image;
}

TEST(ImageCache, GivesBackWhatWasWritten) {
  const TemporaryFolder folder;
  ImageCache cache(folder.path() / "c", kKey, 5, 3, kMuch);
  Image image;
  EXPECT_FALSE(cache.read(kOne, image));
  cache.write(kOne, picture(9));
  ASSERT_TRUE(cache.read(kOne, image));
  EXPECT_EQ(image.pixels, picture(9).pixels);
  EXPECT_FALSE(cache.read(kTwo, image));
  EXPECT_EQ(cache.bytes(), fs::file_size(folder.path() / "c"));
}

TEST(ImageCache, ALaterProcessFindsThePicturesOfTheSameKeyOnly) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "c";
  ImageCache(file, kKey, 5, 3, kMuch).write(kOne, picture(1));
  // What is added later goes behind it.
  ImageCache(file, kKey, 5, 3, kMuch).write(kTwo, picture(2));
  Image image;
  EXPECT_TRUE(ImageCache(file, kKey, 5, 3, kMuch).read(kOne, image));
  EXPECT_EQ(image.pixels, picture(1).pixels);
  EXPECT_TRUE(ImageCache(file, kKey, 5, 3, kMuch).read(kTwo, image));
  EXPECT_EQ(image.pixels, picture(2).pixels);
  EXPECT_FALSE(ImageCache(file, kOtherKey, 5, 3, kMuch).read(kOne, image));
  EXPECT_FALSE(ImageCache(file, kKey, 5, 3, kMuch).read(kOne, image));
}

TEST(ImageCache, AFileOfSeveralJobsIsNeverWritten) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "c";
  const auto lent = folder.path() / "lent";
  ImageCache(file, kKey, 5, 3, kMuch).write(kOne, picture(1));
  const std::string before = read_file(file);
  Image image;

  fs::create_hard_link(file, lent);
  {
    ImageCache reader(lent, kKey, 5, 3, kMuch);
    EXPECT_TRUE(reader.read(kOne, image));
    EXPECT_TRUE(fs::equivalent(file, lent));
    // What it has to add makes it one of its own.
    reader.write(kTwo, picture(2));
    EXPECT_TRUE(reader.read(kOne, image));
    EXPECT_TRUE(reader.read(kTwo, image));
    EXPECT_EQ(image.pixels, picture(2).pixels);
  }
  EXPECT_EQ(read_file(file), before);
  EXPECT_TRUE(ImageCache(lent, kKey, 5, 3, kMuch).read(kTwo, image));

  fs::remove(lent);
  fs::create_hard_link(file, lent);
  ImageCache(lent, kOtherKey, 5, 3, kMuch).write(kTwo, picture(2));
  EXPECT_EQ(read_file(file), before);
  EXPECT_TRUE(ImageCache(lent, kOtherKey, 5, 3, kMuch).read(kTwo, image));
  EXPECT_TRUE(ImageCache(file, kKey, 5, 3, kMuch).read(kOne, image));
}

TEST(ImageCache, ATornPictureIsNotGiven) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "c";
  ImageCache(file, kKey, 5, 3, kMuch).write(kOne, picture(1));
  const auto size = static_cast<std::streamoff>(fs::file_size(file));
  {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(size - 1);
    out.put('\xff');
  }
  Image image;
  EXPECT_FALSE(ImageCache(file, kKey, 5, 3, kMuch).read(kOne, image));
  fs::resize_file(file, static_cast<uintmax_t>(size) - 4);
  EXPECT_FALSE(ImageCache(file, kKey, 5, 3, kMuch).read(kOne, image));
}

TEST(ImageCache, KeepsNoMoreThanItMay) {
  const TemporaryFolder folder;
  ImageCache cache(folder.path() / "c", kKey, 5, 3, 200);
  cache.write(kOne, picture(1));
  EXPECT_FALSE(cache.full());
  cache.write(kTwo, picture(2));
  EXPECT_TRUE(cache.full());
  Image image;
  EXPECT_TRUE(cache.read(kOne, image));
  EXPECT_FALSE(cache.read(kTwo, image));
  EXPECT_LE(cache.bytes(), 72u + 200);
}

}  // namespace
}  // namespace sempurna
