#include "dataset/validation_split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "dataset/look.h"
#include "dataset/picture_folder.h"
#include "image/decode.h"

namespace sempurna {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Pair;

Look look_of(const std::string& jpeg) {
  return look_at(decode(std::as_bytes(std::span(jpeg))));
}

TEST(Look, IsNearlyTheSameForACopyOfAnotherSizeAndQuality) {
  const Look original = look_of(jpeg_bytes(1, 160, 120, 95));
  EXPECT_LT(distance(original, look_of(jpeg_bytes(1, 160, 120, 30))), 0.1);
  EXPECT_LT(distance(original, look_of(jpeg_bytes(1, 320, 240, 80))), 0.1);
  EXPECT_GT(distance(original, look_of(jpeg_bytes(2, 160, 120, 95))), 0.1);
}

TEST(Look, ShowsNothingToCompareOfPlainPictures) {
  const std::string grey = encode_jpeg(Image(64, 64), 90);
  EXPECT_EQ(distance(look_of(grey), look_of(grey)), std::nullopt);
}

// A dark disc on white, a little brighter or larger each time: one kind of thing, photographed
// alike.
std::string fruit(uint64_t key) {
  Random random(key);
  Image image(64, 64);
  const auto shade = static_cast<uint8_t>(60 + random.below(40));
  const auto radius = static_cast<int>(20 + random.below(3));
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const bool inside = (x - 32) * (x - 32) + (y - 32) * (y - 32) < radius * radius;
      for (int c = 0; c < 3; ++c) {
        image.row(y)[3 * x + c] =
            static_cast<uint8_t>((inside ? shade : 240) + static_cast<int>(random.below(12)));
      }
    }
  }
  return encode_jpeg(image, 92);
}

TEST(FindAlike, MeasuresByHowNearThePicturesOfACollectionAre) {
  std::vector<Look> looks;
  for (uint64_t key = 0; key < 30; ++key) looks.push_back(look_of(fruit(key)));
  EXPECT_LT(nearness(looks), 0.02);
  looks.push_back(looks[7]);
  EXPECT_THAT(find_alike(looks), ::testing::Contains(Pair(7, 30)));
  EXPECT_LT(find_alike(looks).size(), 10);
}

TEST(PartOffValidation, GivesEachClassOfLikePicturesItsShare) {
  ImageDataset dataset{"fruit", {"ripe", "unripe"}, {}};
  for (int i = 0; i < 40; ++i) {
    const std::string name = std::to_string(i) + ".jpg";
    dataset.items.push_back(
        {name, i / 20, "content " + name, look_of(fruit(static_cast<uint64_t>(i)))});
  }
  const auto parts = part_off_validation(dataset, 0.2, 123);
  const auto counts = [](const ImageDataset& part) {
    return std::pair(std::count_if(part.items.begin(), part.items.end(),
                                   [](const ImageItem& item) { return item.class_index == 0; }),
                     std::ssize(part.items));
  };
  EXPECT_THAT(counts(parts.validation), Pair(4, 8));
  EXPECT_THAT(counts(parts.training), Pair(16, 32));
  EXPECT_THAT(parts.findings, IsEmpty());
}

TEST(PartOffValidation, SaysWhenAClassIsOneTextOverAndOver) {
  TextDataset dataset{"data.csv", {"0", "1"}, {}};
  for (int i = 0; i < 20; ++i) dataset.items.push_back({"Hello" + std::string(i, '!'), 0, i + 1});
  for (int i = 0; i < 20; ++i) {
    dataset.items.push_back({"text " + std::to_string(i), 1, 21 + i});
  }
  const auto parts = part_off_validation(dataset, 0.2, 123);
  EXPECT_EQ(parts.validation.items.size(), 8);
  ASSERT_EQ(parts.findings.size(), 1);
  EXPECT_EQ(parts.findings[0].code, "cut-group");
  EXPECT_THAT(parts.findings[0].message,
              ::testing::HasSubstr("20 texts of the class \"0\" are nearly identical to one "
                                   "another; 4 of them had to go to the validation part"));
}

TEST(FindAlike, FindsCopiesAmongOthers) {
  std::vector<Look> looks;
  for (uint64_t key = 0; key < 200; ++key) looks.push_back(look_of(jpeg_bytes(key, 96, 96, 90)));
  looks.push_back(look_of(jpeg_bytes(17, 144, 144, 50)));
  looks.push_back(look_of(jpeg_bytes(150, 192, 192, 50)));
  EXPECT_THAT(find_alike(looks), ElementsAre(Pair(17, 200), Pair(150, 201)));
}

TEST(FindAlike, TakesNoLongerForManyPlainPictures) {
  const std::vector<Look> looks(20'000, Look{});
  EXPECT_THAT(find_alike(looks), IsEmpty());
}

TEST(PartOffValidation, KeepsPicturesThatLookAlikeOnOneSide) {
  ImageDataset dataset{"pictures", {"a", "b"}, {}};
  for (int i = 0; i < 40; ++i) {
    const std::string name = std::to_string(i) + ".jpg";
    // Each picture twice: as it is, and larger.
    const std::string bytes =
        i % 2 == 0 ? jpeg_bytes(i / 2, 96, 96) : jpeg_bytes(i / 2, 144, 144, 60);
    dataset.items.push_back({name, i / 20, "content " + name, look_of(bytes)});
  }
  const auto parts = part_off_validation(dataset, 0.25, 123);
  EXPECT_EQ(parts.kept_together, 40);
  EXPECT_EQ(parts.validation.items.size(), 8);
  EXPECT_EQ(parts.training.items.size(), 32);
  std::set<int> validation;
  for (const ImageItem& item : parts.validation.items) validation.insert(std::stoi(item.path));
  for (const int i : validation) EXPECT_EQ(validation.count(i ^ 1), 1) << i;
  EXPECT_THAT(parts.training.classes, ElementsAre("a", "b"));
}

TEST(PartOffValidation, KeepsPicturesOfTheSameBytesTogetherWhateverTheyLookLike) {
  const ImageDataset dataset{"pictures", {"a"}, {{"1", 0, "x"}, {"2", 0, "y"}, {"3", 0, "x"}}};
  const auto parts = part_off_validation(dataset, 0.3, 1);
  EXPECT_EQ(parts.kept_together, 2);
  EXPECT_EQ(parts.validation.items.size(), 1);
}

TEST(PartOffValidation, KeepsLikeTextsOnOneSide) {
  TextDataset dataset{"data.csv", {"0", "1"}, {}};
  for (int i = 0; i < 60; ++i) {
    const std::string text = "Text number " + std::to_string(i);
    dataset.items.push_back({text, i % 2, 2 * i + 1});
    dataset.items.push_back({"  text, NUMBER " + std::to_string(i) + "!", i % 2, 2 * i + 2});
  }
  const auto parts = part_off_validation(dataset, 0.2, 123);
  EXPECT_EQ(parts.kept_together, 120);
  EXPECT_EQ(parts.validation.items.size(), 24);
  std::set<int64_t> rows;
  for (const TextItem& item : parts.validation.items) rows.insert(item.row);
  for (const int64_t row : rows) EXPECT_EQ(rows.count(((row - 1) ^ 1) + 1), 1) << row;
}

TEST(Sampled, TakesOfEachClassItsShareByContent) {
  TextDataset dataset{"data.csv", {"0", "1", "2"}, {}};
  for (int i = 0; i < 200; ++i) dataset.items.push_back({"common " + std::to_string(i), 0, i + 1});
  for (int i = 0; i < 100; ++i) dataset.items.push_back({"rarer " + std::to_string(i), 1, 201 + i});
  for (int i = 0; i < 2; ++i) dataset.items.push_back({"rare " + std::to_string(i), 2, 301 + i});
  const TextDataset some = sampled(dataset, 30, 2, 1);
  std::vector<int> counts(3, 0);
  std::set<std::string> texts;
  for (const TextItem& item : some.items) {
    ++counts[static_cast<size_t>(item.class_index)];
    texts.insert(item.text);
  }
  EXPECT_THAT(counts, ElementsAre(AllOf(Ge(18), Le(20)), AllOf(Ge(8), Le(10)), 2));
  EXPECT_TRUE(std::ranges::is_sorted(some.items, {}, &TextItem::row));
  // The order in which they lie plays no part.
  std::ranges::reverse(dataset.items);
  for (const TextItem& item : sampled(dataset, 30, 2, 1).items)
    EXPECT_EQ(texts.count(item.text), 1);
}

// Of a class that is in the sample there is one to learn from and one to tell.
TEST(Sampled, OfManyClassesTakesSomeWithSomeItemsEach) {
  TextDataset dataset{"data.csv", {}, {}};
  for (int label = 0; label < 400; ++label) {
    dataset.labels.push_back(std::to_string(label));
    for (int i = 0; i < 5; ++i) {
      dataset.items.push_back({std::to_string(i) + " of " + std::to_string(label), label,
                               std::ssize(dataset.items) + 1});
    }
  }
  const TextDataset some = sampled(dataset, 100, 2, 1);
  EXPECT_EQ(some.items.size(), 100U);
  std::map<int64_t, int> counts;
  for (const TextItem& item : some.items) ++counts[item.class_index];
  EXPECT_EQ(counts.size(), 50U);
  for (const auto& [label, count] : counts) EXPECT_EQ(count, 2) << label;
}

TEST(Sampled, TakesAllOfFew) {
  const ImageDataset dataset{"pictures", {"a"}, {{"1", 0, "x"}, {"2", 0, "y"}, {"3", 0, "x"}}};
  EXPECT_EQ(sampled(dataset, 3, 1, 1).items.size(), 3);
  EXPECT_EQ(sampled(dataset, 2, 1, 1).items.size(), 2);
}

}  // namespace
}  // namespace sempurna
