#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace sempurna {

/// Rows of a matrix of which most values may be zero.
struct SparseRows {
  std::vector<size_t> starts = {0};  ///< of each row in the two below, and the end
  std::vector<uint32_t> columns;
  std::vector<float> values;

  size_t size() const { return starts.size() - 1; }
  void add(uint32_t column, float value) {
    columns.push_back(column);
    values.push_back(value);
  }
  void end_row() { starts.push_back(columns.size()); }
};

/// The scores [rows, classes] by weights [columns + 1, classes], the biases last.
std::vector<float> scores_of(const SparseRows& rows, std::span<const float> weights,
                             size_t classes);

/// A linear classifier: the class with the highest score, each score a weighted sum of a row's
/// values. Fitted to the optimum of the mean cross-entropy plus half of `l2` times the sum of the
/// squared weights; the biases are free.
class SoftmaxRegression {
 public:
  /// `labels` in [0, classes), one a row; columns of the rows are below `columns`. `alive` is
  /// called now and then, and may throw to stop. `start` are weights to begin at, by which it is
  /// found sooner; empty: 0.
  SoftmaxRegression(const SparseRows& rows, std::span<const int64_t> labels, int64_t classes,
                    size_t columns, double l2, const std::function<void()>& alive = {},
                    std::vector<float> start = {});

  /// [columns + 1, classes], the biases last.
  const std::vector<float>& weights() const { return weights_; }

  /// The share of rows whose class it answers, the first of equal scores; 0 of no rows.
  double accuracy(const SparseRows& rows, std::span<const int64_t> labels) const;

 private:
  size_t classes_;
  std::vector<float> weights_;
};

}  // namespace sempurna
