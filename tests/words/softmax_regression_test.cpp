#include "words/softmax_regression.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/random.h"

namespace sempurna {
namespace {

// Three classes that differ by a little in each of many noisy features.
SparseRows draw(uint64_t key, std::vector<int64_t>& labels) {
  Random random(key);
  SparseRows rows;
  for (int i = 0; i < 600; ++i) {
    labels.push_back(i % 3);
    for (uint32_t j = 0; j < 300; ++j) {
      rows.add(j, static_cast<float>(random.normal() + (j % 3 == labels.back() ? 0.3 : 0)));
    }
    rows.end_row();
  }
  return rows;
}

TEST(SoftmaxRegression, LearnsWhatIsLinear) {
  std::vector<int64_t> labels;
  std::vector<int64_t> others;
  const SparseRows rows = draw(1, labels);
  const SparseRows held_out = draw(2, others);
  const SoftmaxRegression model(rows, labels, 3, 300, 0.1);
  EXPECT_GT(model.accuracy(held_out, others), 0.9);
}

// With no column at all the biases are the classes' frequencies.
TEST(SoftmaxRegression, OfEmptyRowsAnswersTheCommonestClass) {
  SparseRows rows;
  for (int i = 0; i < 5; ++i) rows.end_row();
  const std::vector<int64_t> labels = {1, 0, 1, 2, 1};
  const SoftmaxRegression model(rows, labels, 3, 0, 0.1);
  EXPECT_EQ(model.accuracy(rows, labels), 0.6);
  EXPECT_EQ(model.accuracy(SparseRows(), {}), 0);
}

TEST(SoftmaxRegression, StopsWhenItsListenerThrows) {
  std::vector<int64_t> labels;
  const SparseRows rows = draw(1, labels);
  EXPECT_THROW(
      SoftmaxRegression(rows, labels, 3, 300, 0.1, [] { throw std::runtime_error("stop"); }),
      std::runtime_error);
}

}  // namespace
}  // namespace sempurna
