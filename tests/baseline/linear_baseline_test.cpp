#include "baseline/linear_baseline.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "base/random.h"
#include "image/decode.h"
#include "image/encode.h"

namespace sempurna {
namespace {

// Each class says one of its own words among others.
TextDataset texts(uint64_t seed, int count, int classes) {
  TextDataset dataset;
  for (int c = 0; c < classes; ++c) dataset.labels.push_back(std::to_string(10 * c));
  Random random(seed);
  for (int i = 0; i < count; ++i) {
    const int c = i % classes;
    dataset.items.push_back({fmt::format("w{} own{} w{}", random.below(50),
                                         100 * c + random.below(3), random.below(50)),
                             c, i + 1});
  }
  return dataset;
}

TEST(LinearBaseline, OfTextsFindsTheWordsOfEachClass) {
  const TextDataset validation = texts(2, 154, 77);
  const TextDataset empty{{}, validation.labels, {}};
  const auto accuracies = linear_baseline(texts(1, 2310, 77), {&validation, &empty});
  ASSERT_EQ(accuracies.size(), 2U);
  EXPECT_GT(accuracies[0], 0.95);
  EXPECT_EQ(accuracies[1], 0);
}

TEST(LinearBaseline, IsTheSameEachTime) {
  const TextDataset validation = texts(2, 100, 5);
  EXPECT_EQ(linear_baseline(texts(1, 60, 5), {&validation}),
            linear_baseline(texts(1, 60, 5), {&validation}));
}

// Reddish and greenish noise.
ImageDataset pictures(const fs::path& folder, uint64_t seed) {
  make_folders(folder);
  ImageDataset dataset{folder, {"green", "red"}, {}};
  for (int i = 0; i < 20; ++i) {
    Random random(mix(seed, static_cast<uint64_t>(i)));
    Image image(40, 30);
    for (size_t k = 0; k < image.pixels.size(); ++k) {
      image.pixels[k] = static_cast<uint8_t>(random.below(120) +
                                             (k % 3 == static_cast<size_t>(1 - i % 2) ? 60 : 0));
    }
    const std::string name = fmt::format("{}.jpg", i);
    write_file_atomic(folder / name, encode_jpeg(image, 90));
    dataset.items.push_back({name, i % 2, ""});
  }
  return dataset;
}

Image read(const ImageDataset& dataset, const ImageItem& item) {
  const std::string bytes = read_file(dataset.folder / item.path);
  return decode(std::as_bytes(std::span(bytes)));
}

TEST(LinearBaseline, OfPicturesFindsTheirColours) {
  const TemporaryFolder folder;
  const ImageDataset training = pictures(folder.path() / "training", 1);
  const ImageDataset test = pictures(folder.path() / "test", 2);
  int64_t most = 0;
  const auto heard = [&](int64_t done, int64_t all) {
    EXPECT_EQ(all, 40);
    most = std::max(most, done);
  };
  const auto accuracies = linear_baseline(training, {&test}, read, 2, heard);
  EXPECT_EQ(accuracies, std::vector<double>{1});
  EXPECT_EQ(most, 40);
}

TEST(LinearBaseline, StopsWhenItsListenerThrows) {
  const TemporaryFolder folder;
  const ImageDataset training = pictures(folder.path(), 1);
  const auto stop = [](int64_t, int64_t) { throw std::runtime_error("stop"); };
  EXPECT_THROW(linear_baseline(training, {&training}, read, 2, stop), std::runtime_error);
  const TextDataset some = texts(1, 60, 5);
  EXPECT_THROW(linear_baseline(some, {&some}, stop), std::runtime_error);
}

}  // namespace
}  // namespace sempurna
