#include "train/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "train/ranking.h"

namespace sempurna {
namespace {

TEST(Metrics, FiguresOfAThreeClassExample) {
  Predictions p;
  p.classes = 3;
  p.labels = {0, 0, 1, 1, 1, 2};
  p.probabilities = {0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.1, 0.8, 0.1,
                     0.3, 0.4, 0.3, 0.5, 0.4, 0.1, 0.6, 0.2, 0.2};
  p.loss = 0.75;
  const Metrics m = compute_metrics(p, false);
  EXPECT_EQ(m.examples, 6);
  EXPECT_DOUBLE_EQ(m.loss, 0.75);
  EXPECT_DOUBLE_EQ(m.accuracy, 3.0 / 6);
  EXPECT_EQ(m.confusion, (std::vector<std::vector<int64_t>>{{1, 1, 0}, {1, 2, 0}, {1, 0, 0}}));
  EXPECT_DOUBLE_EQ(m.classes[0].precision, 1.0 / 3);
  EXPECT_DOUBLE_EQ(m.classes[0].recall, 1.0 / 2);
  EXPECT_DOUBLE_EQ(m.classes[0].f1, 0.4);
  EXPECT_DOUBLE_EQ(m.classes[1].precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(m.classes[1].recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(m.classes[2].precision, 0);
  EXPECT_DOUBLE_EQ(m.classes[2].f1, 0);
  EXPECT_NEAR(m.macro_f1, (0.4 + 2.0 / 3 + 0) / 3, 1e-12);
  EXPECT_FALSE(m.binary);
}

TEST(Metrics, BinaryFiguresTakeTheSecondClassAsPositive) {
  Predictions p;
  p.classes = 2;
  p.labels = {0, 0, 1, 1};
  p.probabilities = {0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8};
  const Metrics m = compute_metrics(p, true);
  ASSERT_TRUE(m.binary);
  EXPECT_DOUBLE_EQ(m.binary->precision, 1);
  EXPECT_DOUBLE_EQ(m.binary->recall, 0.5);
  EXPECT_DOUBLE_EQ(m.binary->auc, 0.75);
  EXPECT_EQ(m.value(EvalMetric::Auc), m.binary->auc);
  EXPECT_EQ(figure(summary(m, "val_"), "val_recall"), 0.5);
}

TEST(Metrics, ExactlyOneHalfIsTheFirstClass) {
  Predictions p;
  p.classes = 2;
  p.labels = {1};
  p.probabilities = {0.5, 0.5};
  EXPECT_EQ(p.predicted(0), 0);
}

TEST(Metrics, OfNothingAreZero) {
  Predictions p;
  p.classes = 2;
  const Metrics m = compute_metrics(p, true);
  EXPECT_EQ(m.accuracy, 0);
  EXPECT_EQ(m.binary->auc, 0);
  EXPECT_EQ(m.binary->prc, 0);
}

TEST(Ranking, TiedScoresCountHalf) {
  const std::vector<double> scores = {0.5, 0.5, 0.5, 0.5};
  const std::vector<int64_t> labels = {0, 1, 0, 1};
  EXPECT_DOUBLE_EQ(roc_auc(scores, labels), 0.5);
}

TEST(Ranking, AreaIsTheShareOfPairsInOrder) {
  const std::vector<double> scores = {0.1, 0.9, 0.4, 0.4, 0.7, 0.2};
  const std::vector<int64_t> labels = {0, 1, 1, 0, 0, 1};
  double pairs = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    for (size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] != 1 || labels[j] != 0) continue;
      pairs += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  }
  EXPECT_DOUBLE_EQ(roc_auc(scores, labels), pairs / 9);
}

TEST(Ranking, PerfectOrderGivesOne) {
  const std::vector<double> scores = {0.9, 0.8, 0.2, 0.1};
  const std::vector<int64_t> labels = {1, 1, 0, 0};
  EXPECT_DOUBLE_EQ(roc_auc(scores, labels), 1);
  EXPECT_DOUBLE_EQ(pr_auc(scores, labels), 1);
}

TEST(Ranking, PrecisionRecallInterpolatesAsDavisAndGoadrich) {
  // Points (TP, FP): (0,0) (1,0) (1,1) (2,1). The first segment has precision 1 up to recall 1/2;
  // the last goes from 1 of 2 to 2 of 3, where TP/(TP+FP) = (1 + u)/(2 + u) for u in [0, 1], whose
  // integral is 1 - ln(3/2).
  const std::vector<double> scores = {0.9, 0.8, 0.7, 0.1};
  const std::vector<int64_t> labels = {1, 0, 1, 0};
  EXPECT_NEAR(pr_auc(scores, labels), (1 + 1 - std::log(1.5)) / 2, 1e-12);
}

TEST(Ranking, OneClassAloneGivesZero) {
  const std::vector<double> scores = {0.9, 0.8};
  EXPECT_EQ(roc_auc(scores, std::vector<int64_t>{1, 1}), 0);
  EXPECT_EQ(pr_auc(scores, std::vector<int64_t>{0, 0}), 0);
}

}  // namespace
}  // namespace sempurna
