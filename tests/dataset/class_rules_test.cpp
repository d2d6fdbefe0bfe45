#include "dataset/class_rules.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> lines(Collector& findings) {
  std::vector<std::string> all;
  for (const Finding& f : findings.take()) {
    all.push_back(fmt::format("{} {}: {}. {}", name(f.severity), f.code, f.message, f.remedy));
  }
  return all;
}

std::vector<std::string> numbered(size_t count) {
  std::vector<std::string> classes;
  for (size_t i = 0; i < count; ++i) classes.push_back(std::to_string(i));
  return classes;
}

ChannelClasses channel(std::vector<std::string> classes, std::vector<int64_t> counts) {
  return {"training", "d", "texts", std::move(classes), std::move(counts)};
}

std::vector<std::string> training(std::vector<int64_t> counts) {
  Collector findings;
  check_training_classes(channel(numbered(counts.size()), counts), findings);
  return lines(findings);
}

TEST(ClassRules, RefusesAClassForEachItem) {
  std::vector<int64_t> counts(60, 1);
  counts[0] = 59;
  const auto found = training(counts);
  EXPECT_THAT(found, Not(Contains(HasSubstr("class-per-item"))));

  counts[0] = 58;
  EXPECT_THAT(training(counts),
              ElementsAre("error class-per-item: 59 of the 117 texts are alone in their class, of "
                          "60 classes. Give texts of one kind the same class; a number of their "
                          "own, as an id column has, is no class",
                          HasSubstr("fact class-counts")));
}

TEST(ClassRules, TakesManySmallClassesAndFewLonelyOnes) {
  EXPECT_THAT(training(std::vector<int64_t>(50, 1)), Not(Contains(HasSubstr("class-per-item"))));
  EXPECT_THAT(training(std::vector<int64_t>(300, 2)), Not(Contains(HasSubstr("class-per-item"))));
}

// Comparing each with each would take minutes here.
TEST(ClassRules, MatchesVeryManyClasses) {
  const std::vector<std::string> known = numbered(300'000);
  std::vector<std::string> own(known.rbegin(), known.rend());
  Collector findings;
  const auto indices = match_classes(channel(std::move(own), std::vector<int64_t>(known.size(), 1)),
                                     known, true, findings);
  EXPECT_EQ(indices.front(), 299'999);
  EXPECT_EQ(indices.back(), 0);
  EXPECT_THAT(lines(findings), IsEmpty());
}

TEST(ClassRules, NamesClassesThatAreNewEmptyOrMissing) {
  Collector findings;
  const auto indices =
      match_classes(channel({"a", "b", "c"}, {1, 2, 0}), {"c", "b", "d"}, true, findings);
  EXPECT_THAT(indices, ElementsAre(-1, 1, 0));
  EXPECT_THAT(lines(findings),
              ElementsAre(HasSubstr("the class \"a\" (1 text) is in the training data, but the "
                                    "model has no such class"),
                          HasSubstr("has the class \"c\", of which the training data have no"),
                          HasSubstr("has the class \"d\", of which the training data have no")));
}

}  // namespace
}  // namespace sempurna
