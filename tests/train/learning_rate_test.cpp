#include "train/learning_rate.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(LearningRate, OfAdamwRisesThenFallsToZero) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.learning_rate = 0.1;
  h.warmup_steps_fraction = 0.2;
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 0, 10), 0.05);
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 1, 10), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 2, 10), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 3, 10), 0.1 * 7 / 8);
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 9, 10), 0.1 / 8);
}

TEST(LearningRate, WithoutWarmUpStartsAtTheTop) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.warmup_steps_fraction = 0;
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 0, 4), h.learning_rate);
}

TEST(LearningRate, WarmUpOverTheWholeRunNeverFalls) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.warmup_steps_fraction = 1;
  EXPECT_DOUBLE_EQ(learning_rate_at(h, 3, 4), h.learning_rate);
}

TEST(LearningRate, OfOthersIsConstant) {
  Hyperparameters h;
  for (const auto other : {OptimizerKind::Adam, OptimizerKind::Sgd, OptimizerKind::RmsProp}) {
    h.optimizer = other;
    EXPECT_EQ(learning_rate_at(h, 0, 10), h.learning_rate);
    EXPECT_EQ(learning_rate_at(h, 9, 10), h.learning_rate);
  }
}

}  // namespace
}  // namespace sempurna
