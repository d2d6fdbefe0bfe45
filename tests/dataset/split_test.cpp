#include "dataset/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `each` items of every class, all different.
std::vector<SplitItem> distinct(int64_t classes, int64_t each) {
  std::vector<SplitItem> items;
  for (int64_t i = 0; i < classes * each; ++i) {
    items.push_back({i / each, mix(static_cast<uint64_t>(i)), i});
  }
  return items;
}

int64_t of_class(const std::vector<int64_t>& side, const std::vector<SplitItem>& items,
                 int64_t index) {
  return std::count_if(side.begin(), side.end(),
                       [&](int64_t i) { return items[i].class_index == index; });
}

TEST(Split, PartsOffTheRatioOfEachClass) {
  auto items = distinct(2, 100);
  for (int64_t i = 0; i < 10; ++i) items.push_back({2, mix(1000 + i), 1000 + i});
  const Split sides = split(items, 3, 0.2, 123);
  EXPECT_EQ(of_class(sides.validation, items, 0), 20);
  EXPECT_EQ(of_class(sides.validation, items, 1), 20);
  EXPECT_EQ(of_class(sides.validation, items, 2), 2);
  EXPECT_EQ(sides.training.size(), 168);
  EXPECT_TRUE(std::is_sorted(sides.training.begin(), sides.training.end()));
}

TEST(Split, IsTheSameEveryTimeAndAnotherWithAnotherSeed) {
  const auto items = distinct(2, 50);
  EXPECT_EQ(split(items, 2, 0.2, 123).validation, split(items, 2, 0.2, 123).validation);
  EXPECT_NE(split(items, 2, 0.2, 123).validation, split(items, 2, 0.2, 124).validation);
}

TEST(Split, DoesNotDependOnTheOrderOfTheItems) {
  const auto items = distinct(3, 40);
  auto shuffled = items;
  const Permutation order(items.size(), 7);
  for (size_t i = 0; i < items.size(); ++i) shuffled[i] = items[order(i)];
  const auto contents = [](const std::vector<SplitItem>& of, const std::vector<int64_t>& side) {
    std::set<uint64_t> all;
    for (const int64_t i : side) all.insert(of[i].content);
    return all;
  };
  EXPECT_EQ(contents(items, split(items, 3, 0.3, 1).validation),
            contents(shuffled, split(shuffled, 3, 0.3, 1).validation));
}

TEST(Split, KeepsGroupsTogether) {
  auto items = distinct(2, 60);
  for (size_t i = 0; i < items.size(); ++i) items[i].group = static_cast<int64_t>(i / 3);
  const Split sides = split(items, 2, 0.25, 5);
  std::set<int64_t> training;
  for (const int64_t i : sides.training) training.insert(items[i].group);
  for (const int64_t i : sides.validation) EXPECT_EQ(training.count(items[i].group), 0) << i;
  EXPECT_EQ(sides.validation.size(), 30);
}

TEST(Split, LeavesEachClassATrainingItem) {
  for (const double ratio : {0.01, 0.5, 0.99, 1.0}) {
    const auto items = distinct(4, 2);
    const Split sides = split(items, 4, ratio, 3);
    for (int64_t c = 0; c < 4; ++c) {
      EXPECT_EQ(of_class(sides.training, items, c), 1) << ratio;
      EXPECT_EQ(of_class(sides.validation, items, c), 1) << ratio;
    }
  }
  const auto single = distinct(3, 1);
  EXPECT_THAT(split(single, 3, 0.9, 1).validation, IsEmpty());
}

TEST(Split, CutsAGroupThatIsTheWholeClassAndSaysSo) {
  std::vector<SplitItem> items;
  for (uint64_t i = 0; i < 10; ++i) items.push_back({0, mix(i), 0});
  const Split sides = split(items, 1, 0.2, 1);
  EXPECT_EQ(sides.validation.size(), 2);
  EXPECT_EQ(sides.training.size(), 8);
  ASSERT_EQ(sides.cut.size(), 1);
  EXPECT_EQ(sides.cut[0].items, 10);
  EXPECT_EQ(sides.cut[0].validation, 2);
}

TEST(Split, TakesAGroupWholeBeyondTheShareBeforeItCutsOne) {
  // Three pairs, of which one item should be held out: a pair is, and no twin is trained on.
  auto items = distinct(1, 6);
  for (size_t i = 0; i < items.size(); ++i) items[i].group = static_cast<int64_t>(i / 2);
  const Split sides = split(items, 1, 0.2, 9);
  ASSERT_EQ(sides.validation.size(), 2);
  EXPECT_EQ(items[sides.validation[0]].group, items[sides.validation[1]].group);
  EXPECT_THAT(sides.cut, IsEmpty());
}

TEST(Split, LeavesALargeGroupWholeWhereOthersGiveHalfOfTheShare) {
  auto items = distinct(1, 100);
  for (size_t i = 0; i < 85; ++i) items[i].group = 0;
  Split sides = split(items, 1, 0.2, 4);
  EXPECT_EQ(sides.validation.size(), 15);
  EXPECT_THAT(sides.cut, IsEmpty());
  // With five others only, they and fifteen of the group are held out.
  for (size_t i = 85; i < 95; ++i) items[i].group = 0;
  sides = split(items, 1, 0.2, 4);
  EXPECT_EQ(sides.validation.size(), 20);
  ASSERT_EQ(sides.cut.size(), 1);
  EXPECT_EQ(sides.cut[0].validation, 15);
}

TEST(Split, KnowsNoGroupsAcrossClasses) {
  auto items = distinct(2, 10);
  for (auto& item : items) item.group = 0;
  const Split sides = split(items, 2, 0.2, 4);
  EXPECT_EQ(of_class(sides.validation, items, 0), 2);
  EXPECT_EQ(of_class(sides.validation, items, 1), 2);
}

TEST(Split, TakesNothingWithARatioOfZeroAndNothingFromNothing) {
  EXPECT_THAT(split(distinct(2, 10), 2, 0, 1).validation, IsEmpty());
  EXPECT_THAT(split({}, 0, 0.2, 1).training, IsEmpty());
}

TEST(Split, RefusesARatioThatIsNone) {
  for (const double ratio : {-0.1, 1.1, std::nan("")}) {
    try {
      split(distinct(2, 10), 2, ratio, 1);
      FAIL() << ratio;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr("must be from 0 to 1"));
      EXPECT_EQ(error.code(), Code::InvalidArgument);
    }
  }
}

TEST(Join, FollowsChains) {
  const std::vector<std::pair<int64_t, int64_t>> pairs = {{4, 5}, {2, 5}, {1, 3}};
  EXPECT_THAT(join(6, pairs), ElementsAre(0, 1, 2, 1, 2, 2));
}

TEST(TextLikeness, IgnoresCaseSpacesAndPunctuation) {
  EXPECT_EQ(text_likeness("Good, and CHEAP!"), text_likeness("good  and cheap"));
  EXPECT_EQ(text_likeness("Ünder"), text_likeness("ünder."));
  EXPECT_NE(text_likeness("good"), text_likeness("not good"));
  EXPECT_NE(text_likeness("5"), text_likeness("4"));
  EXPECT_NE(text_likeness("👍"), text_likeness("👎"));
  EXPECT_NE(text_likeness("!!!"), text_likeness("???"));
}

}  // namespace
}  // namespace sempurna
