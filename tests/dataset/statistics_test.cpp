#include "dataset/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;

TEST(Statistics, CountsClassesWithoutItemsToo) {
  EXPECT_THAT(count_classes(std::vector<int64_t>{0, 2, 2, 0, 2}, 4), ElementsAre(2, 0, 3, 0));
  EXPECT_THROW(count_classes(std::vector<int64_t>{4}, 4), Error);
}

TEST(Statistics, TakesTheFirstOfEquallyFrequentClasses) {
  EXPECT_EQ(majority_class(std::vector<int64_t>{1, 5, 5}), 1);
}

TEST(Statistics, MeasuresTheTrainingMajorityOnTheEvaluatedItems) {
  EXPECT_DOUBLE_EQ(majority_baseline(std::vector<int64_t>{10, 90}, std::vector<int64_t>{3, 1}),
                   0.25);
  EXPECT_DOUBLE_EQ(majority_baseline(std::vector<int64_t>{1, 2}, std::vector<int64_t>{0, 0}), 0);
}

}  // namespace
}  // namespace sempurna
