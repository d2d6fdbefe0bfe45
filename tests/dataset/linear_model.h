#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace sempurna {

/// A softmax regression: what the default data sets must be too hard for. Trained by full-batch
/// gradient descent with momentum on standardised features, with L2.
class LinearModel {
 public:
  using Features = std::vector<std::vector<float>>;

  LinearModel(const Features& x, const std::vector<int>& y, int classes, int steps = 300,
              float rate = 2, float decay = 1e-4F)
      : classes_(classes), mean_(x[0].size(), 0), scale_(x[0].size(), 0) {
    const size_t d = x[0].size();
    for (const auto& row : x) {
      for (size_t j = 0; j < d; ++j) mean_[j] += row[j] / static_cast<float>(x.size());
    }
    for (const auto& row : x) {
      for (size_t j = 0; j < d; ++j) scale_[j] += (row[j] - mean_[j]) * (row[j] - mean_[j]);
    }
    // By the root of their number too, so that one rate serves any.
    for (float& s : scale_) {
      s = s == 0 ? 0 : std::sqrt(static_cast<float>(x.size()) / (s * static_cast<float>(d)));
    }
    Features standard = x;
    for (auto& row : standard) {
      for (size_t j = 0; j < d; ++j) row[j] = (row[j] - mean_[j]) * scale_[j];
    }
    weights_.assign((d + 1) * classes_, 0);
    std::vector<float> gradient(weights_.size());
    std::vector<float> velocity(weights_.size(), 0);
    for (int step = 0; step < steps; ++step) {
      for (size_t i = 0; i < weights_.size(); ++i) gradient[i] = decay * weights_[i];
      for (size_t i = 0; i < standard.size(); ++i) {
        std::vector<float> p = scores(standard[i]);
        const float most = *std::max_element(p.begin(), p.end());
        float sum = 0;
        for (float& v : p) sum += v = std::exp(v - most);
        for (int c = 0; c < classes_; ++c) {
          const float error =
              (p[c] / sum - static_cast<float>(c == y[i])) / static_cast<float>(standard.size());
          float* g = &gradient[c * (d + 1)];
          for (size_t j = 0; j < d; ++j) g[j] += error * standard[i][j];
          g[d] += error;
        }
      }
      for (size_t i = 0; i < weights_.size(); ++i) {
        velocity[i] = 0.9F * velocity[i] - rate * gradient[i];
        weights_[i] += velocity[i];
      }
    }
  }

  double accuracy(const Features& x, const std::vector<int>& y) const {
    int right = 0;
    for (size_t i = 0; i < x.size(); ++i) {
      auto row = x[i];
      for (size_t j = 0; j < row.size(); ++j) row[j] = (row[j] - mean_[j]) * scale_[j];
      const auto p = scores(row);
      right += std::max_element(p.begin(), p.end()) - p.begin() == y[i] ? 1 : 0;
    }
    return static_cast<double>(right) / static_cast<double>(x.size());
  }

 private:
  std::vector<float> scores(const std::vector<float>& row) const {
    std::vector<float> p(classes_);
    const size_t d = row.size();
    for (int c = 0; c < classes_; ++c) {
      const float* w = &weights_[c * (d + 1)];
      float sum = w[d];
      for (size_t j = 0; j < d; ++j) sum += w[j] * row[j];
      p[c] = sum;
    }
    return p;
  }

  int classes_;
  std::vector<float> mean_;
  std::vector<float> scale_;
  std::vector<float> weights_;
};

}  // namespace sempurna
