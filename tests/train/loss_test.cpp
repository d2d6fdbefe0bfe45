#include "train/loss.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "train/tasks.h"

namespace sempurna {
namespace {

// By hand, in double precision: the targets and the logarithms of the probabilities.
double softmax_by_hand(const std::vector<std::vector<double>>& logits,
                       const std::vector<int64_t>& labels, double s) {
  double total = 0;
  for (size_t i = 0; i < logits.size(); ++i) {
    double sum = 0;
    for (const double x : logits[i]) sum += std::exp(x);
    const auto k = static_cast<double>(logits[i].size());
    for (size_t j = 0; j < logits[i].size(); ++j) {
      const double target = s / k + (static_cast<int64_t>(j) == labels[i] ? 1 - s : 0);
      total -= target * (logits[i][j] - std::log(sum));
    }
  }
  return total / static_cast<double>(logits.size());
}

TEST(Loss, SoftmaxCrossEntropyWithLabelSmoothing) {
  const std::vector<std::vector<double>> values = {{1, -2, 0.5}, {0, 3, -1}};
  const Tensor logits = at::tensor({1.0, -2.0, 0.5, 0.0, 3.0, -1.0}, at::kFloat).reshape({2, 3});
  const Tensor labels = at::tensor({2, 0}, at::kLong);
  for (const double s : {0.0, 0.1, 1.0}) {
    EXPECT_NEAR(cross_entropy(logits, labels, {false, s, 0}).item<double>(),
                softmax_by_hand(values, {2, 0}, s), 1e-5)
        << s;
  }
}

TEST(Loss, BinaryCrossEntropyPullsTargetsTowardsOneHalf) {
  const std::vector<double> x = {-3, 0.25, 4};
  const std::vector<double> y = {0, 1, 0};
  for (const double s : {0.0, 0.2}) {
    double expected = 0;
    for (size_t i = 0; i < x.size(); ++i) {
      const double p = 1 / (1 + std::exp(-x[i]));
      const double t = y[i] * (1 - s) + s / 2;
      expected -= (t * std::log(p) + (1 - t) * std::log(1 - p)) / 3;
    }
    const Tensor loss = cross_entropy(at::tensor(x, at::kFloat).reshape({3, 1}),
                                      at::tensor({0, 1, 0}, at::kLong), {true, s, 0});
    EXPECT_NEAR(loss.item<double>(), expected, 1e-6) << s;
  }
}

TEST(Loss, BinaryCrossEntropyOfHugeLogitsStaysFinite) {
  const Tensor logits = at::tensor({1e4, -1e4}, at::kFloat).reshape({2, 1});
  const Tensor loss = cross_entropy(logits, at::tensor({0, 1}, at::kLong), {true, 0, 0});
  EXPECT_FLOAT_EQ(loss.item<float>(), 1e4);
}

TEST(Loss, PenaltyIsTheSumOfSquares) {
  const Tensor weight = at::tensor({1.0, -2.0, 3.0, 0.5}, at::kFloat).reshape({2, 2});
  EXPECT_FLOAT_EQ(l2_penalty(weight, 0.01).item<float>(), 0.01F * 14.25F);
}

TEST(Loss, TextsAreNotSmoothedAndPenalisedOnlyWithAFreshHead) {
  Hyperparameters h;
  h.label_smoothing = 0.1;
  h.regularizers_l2 = 0.5;
  const auto picture = training_of(Task::ImageClassification).loss(h, false);
  EXPECT_EQ(picture.label_smoothing, 0.1);
  EXPECT_EQ(picture.l2, 0.5);
  const auto kept = training_of(Task::TextClassification).loss(h, false);
  EXPECT_EQ(kept.label_smoothing, 0);
  EXPECT_EQ(kept.l2, 0);
  EXPECT_EQ(training_of(Task::TextClassification).loss(h, true).l2, 0.5);
}

}  // namespace
}  // namespace sempurna
