#include "train/ranking.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace sempurna {

namespace {

/// True and false positives when every score from the highest down to some threshold counts.
struct Point {
  double true_positives = 0;
  double false_positives = 0;
};

/// From (0, 0), one point for each distinct score, descending.
std::vector<Point> curve(std::span<const double> scores, std::span<const int64_t> labels) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  std::vector<Point> points(1);
  for (size_t k = 0; k < order.size(); ++k) {
    if (k == 0 || scores[order[k]] != scores[order[k - 1]]) points.push_back(points.back());
    (labels[order[k]] == 1 ? points.back().true_positives : points.back().false_positives) += 1;
  }
  return points;
}

}  // namespace

double roc_auc(std::span<const double> scores, std::span<const int64_t> labels) {
  const auto points = curve(scores, labels);
  const auto [positives, negatives] = points.back();
  if (positives == 0 || negatives == 0) return 0;
  double area = 0;
  for (size_t k = 1; k < points.size(); ++k) {
    area += (points[k].false_positives - points[k - 1].false_positives) *
            (points[k].true_positives + points[k - 1].true_positives) / 2;
  }
  return area / (positives * negatives);
}

double pr_auc(std::span<const double> scores, std::span<const int64_t> labels) {
  const auto points = curve(scores, labels);
  const double positives = points.back().true_positives;
  if (positives == 0) return 0;
  double area = 0;
  for (size_t k = 1; k < points.size(); ++k) {
    const double tp = points[k - 1].true_positives;
    const double all = tp + points[k - 1].false_positives;
    const double all_next = points[k].true_positives + points[k].false_positives;
    const double more = points[k].true_positives - tp;
    const double slope = more / (all_next - all);
    const double intercept = tp - slope * all;
    // Before the first threshold nothing is found yet, and the precision there is the slope.
    const double ratio = all > 0 ? all_next / all : 1;
    area += slope * (more + intercept * std::log(ratio));
  }
  return area / positives;
}

}  // namespace sempurna
