#include "words/softmax_regression.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/lbfgs.h"

namespace sempurna {

namespace {

/// The scores of row `i`: weights are [columns + 1, K].
void score(const SparseRows& rows, size_t i, std::span<const float> weights,
           std::span<float> scores) {
  const size_t classes = scores.size();
  const float* biases = weights.data() + weights.size() - classes;
  std::copy(biases, biases + classes, scores.begin());
  for (size_t at = rows.starts[i]; at < rows.starts[i + 1]; ++at) {
    const float* of_column = weights.data() + rows.columns[at] * classes;
    const float value = rows.values[at];
    for (size_t k = 0; k < classes; ++k) scores[k] += value * of_column[k];
  }
}

}  // namespace

SoftmaxRegression::SoftmaxRegression(const SparseRows& rows, std::span<const int64_t> labels,
                                     int64_t classes, size_t columns, double l2,
                                     const std::function<void()>& alive, std::vector<float> start)
    : classes_(static_cast<size_t>(classes)), weights_(std::move(start)) {
  weights_.resize((columns + 1) * classes_, 0);
  ensure(rows.size() == labels.size() && rows.size() > 0, "one label a row");
  const float share = 1 / static_cast<float>(rows.size());
  std::vector<float> scores(classes_);
  const auto objective = [&](std::span<const float> w, std::span<float> gradient) {
    if (alive) alive();
    double loss = 0;
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    float* of_biases = gradient.data() + gradient.size() - classes_;
    for (size_t i = 0; i < rows.size(); ++i) {
      score(rows, i, w, scores);
      const auto truth = static_cast<size_t>(labels[i]);
      const float most = *std::max_element(scores.begin(), scores.end());
      loss -= double{scores[truth] - most};
      float sum = 0;
      for (float& s : scores) sum += s = std::exp(s - most);
      loss += std::log(double{sum});
      // From here on what the loss changes by with each score.
      for (float& s : scores) s *= share / sum;
      scores[truth] -= share;
      for (size_t k = 0; k < classes_; ++k) of_biases[k] += scores[k];
      for (size_t at = rows.starts[i]; at < rows.starts[i + 1]; ++at) {
        float* of_column = gradient.data() + rows.columns[at] * classes_;
        const float value = rows.values[at];
        for (size_t k = 0; k < classes_; ++k) of_column[k] += value * scores[k];
      }
    }
    double squares = 0;
    for (size_t j = 0; j < w.size() - classes_; ++j) {
      squares += double{w[j]} * double{w[j]};
      gradient[j] += static_cast<float>(l2) * w[j];
    }
    return loss * double{share} + l2 / 2 * squares;
  };
  minimise(weights_, objective, {.most_steps = 100, .tolerance = 1e-5});
}

std::vector<float> scores_of(const SparseRows& rows, std::span<const float> weights,
                             size_t classes) {
  std::vector<float> scores(rows.size() * classes);
  for (size_t i = 0; i < rows.size(); ++i)
    score(rows, i, weights, std::span(scores).subspan(i * classes, classes));
  return scores;
}

double SoftmaxRegression::accuracy(const SparseRows& rows, std::span<const int64_t> labels) const {
  if (rows.size() == 0) return 0;
  int64_t right = 0;
  std::vector<float> scores(classes_);
  for (size_t i = 0; i < rows.size(); ++i) {
    score(rows, i, weights_, scores);
    right += std::max_element(scores.begin(), scores.end()) - scores.begin() == labels[i] ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(rows.size());
}

}  // namespace sempurna
