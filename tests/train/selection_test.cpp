#include "train/selection.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sempurna {
namespace {

Hyperparameters stopping(int64_t patience, double min_delta) {
  Hyperparameters h;
  h.early_stopping = true;
  h.early_stopping_patience = patience;
  h.early_stopping_min_delta = min_delta;
  return h;
}

TEST(Selection, KeepsOfEqualsTheSurestAndOfThoseTheEarliest) {
  Selection s{Hyperparameters{}};
  EXPECT_TRUE(s.offer(0, 0.5, 0.1));
  EXPECT_TRUE(s.offer(1, 0.7, 0.6));
  EXPECT_FALSE(s.offer(2, 0.7, 0.6));
  EXPECT_TRUE(s.offer(3, 0.7, 0.4));
  EXPECT_FALSE(s.offer(4, 0.7, 0.5));
  EXPECT_FALSE(s.offer(5, 0.6, 0.1));
  EXPECT_EQ(s.best_epoch(), 3);
  EXPECT_EQ(s.best(), 0.7);
  EXPECT_FALSE(s.should_stop());
}

TEST(Selection, StopsAfterPatienceEpochsWithoutImprovement) {
  Selection s(stopping(2, 0));
  s.offer(0, 0.5, 1);
  s.offer(1, 0.5, 1);
  EXPECT_FALSE(s.should_stop());
  s.offer(2, 0.4, 1);
  EXPECT_TRUE(s.should_stop());
}

TEST(Selection, ImprovementResetsPatience) {
  Selection s(stopping(2, 0));
  for (const double v : {0.5, 0.5, 0.6, 0.5}) s.offer(0, v, 1);
  EXPECT_FALSE(s.should_stop());
}

TEST(Selection, GainsBelowMinDeltaDoNotCountButCanBeBest) {
  Selection s(stopping(2, 0.1));
  EXPECT_TRUE(s.offer(0, 0.5, 1));
  EXPECT_TRUE(s.offer(1, 0.55, 1));
  EXPECT_TRUE(s.offer(2, 0.59, 1));
  EXPECT_TRUE(s.should_stop());
  EXPECT_EQ(s.best_epoch(), 2);
}

TEST(Selection, ContinuesFromItsState) {
  Selection before(stopping(3, 0.01));
  before.offer(0, 1.0 / 3, 1);
  before.offer(1, 0.2, 1);
  Selection after(stopping(3, 0.01));
  after.restore(parse_json(before.state().dump(), "state"));
  EXPECT_EQ(after.best(), 1.0 / 3);
  after.offer(2, 0.1, 1);
  EXPECT_FALSE(after.should_stop());
  after.offer(3, 0.1, 1);
  EXPECT_TRUE(after.should_stop());
  EXPECT_EQ(after.best_epoch(), 0);
  EXPECT_FALSE(after.offer(4, 1.0 / 3, 1));
  EXPECT_TRUE(after.offer(5, 1.0 / 3, 0.9));
}

}  // namespace
}  // namespace sempurna
