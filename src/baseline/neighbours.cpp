#include "baseline/neighbours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/parallel.h"

namespace sempurna {

namespace {

constexpr std::array<size_t, 5> kChoices = {1, 3, 5, 10, 20};

std::vector<double> mean_of(const FeatureRows& rows) {
  std::vector<double> mean(rows.width, 0);
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t j = 0; j < rows.width; ++j) mean[j] += rows.row(i)[j];
  }
  for (double& value : mean) value /= static_cast<double>(std::max<size_t>(1, rows.size()));
  return mean;
}

/// Without the mean, and of length 1; one that is the mean itself stays 0.
FeatureRows directions(const FeatureRows& rows, const std::vector<double>& mean) {
  FeatureRows out = rows;
  for (size_t i = 0; i < rows.size(); ++i) {
    float* row = out.values.data() + i * rows.width;
    double squares = 0;
    for (size_t j = 0; j < rows.width; ++j) {
      row[j] = static_cast<float>(row[j] - mean[j]);
      squares += double{row[j]} * double{row[j]};
    }
    const auto scale = static_cast<float>(squares > 0 ? 1 / std::sqrt(squares) : 0);
    for (size_t j = 0; j < rows.width; ++j) row[j] *= scale;
  }
  return out;
}

// In lanes, which the compiler may compute side by side.
float product(std::span<const float> a, std::span<const float> b) {
  constexpr size_t kLanes = 16;
  std::array<float, kLanes> sums{};
  size_t j = 0;
  for (; j + kLanes <= a.size(); j += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[j + lane] * b[j + lane];
  }
  for (; j < a.size(); ++j) sums[0] += a[j] * b[j];
  return std::accumulate(sums.begin(), sums.end(), 0.0F);
}

/// The classes of the rows that are nearest to `example`, without the row `left_out`.
std::vector<int64_t> nearest(const FeatureRows& rows, std::span<const float> example,
                             std::optional<size_t> left_out) {
  std::vector<std::pair<float, size_t>> near;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i != left_out) near.emplace_back(-product(rows.row(i), example), i);
  }
  const size_t most = std::min(near.size(), kChoices.back());
  std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(most), near.end());
  std::vector<int64_t> classes;
  for (size_t i = 0; i < most; ++i) classes.push_back(rows.labels[near[i].second]);
  return classes;
}

/// By choice of k the share of `asked` that is told by `rows`; `same`: these are the rows.
std::array<double, kChoices.size()> accuracies(const FeatureRows& rows, const FeatureRows& asked,
                                               bool same, int threads) {
  std::vector<std::array<bool, kChoices.size()>> told(asked.size());
  parallel_for(static_cast<int64_t>(asked.size()), threads, [&](int64_t at) {
    const auto i = static_cast<size_t>(at);
    const auto classes = nearest(rows, asked.row(i), same ? std::optional(i) : std::nullopt);
    for (size_t c = 0; c < kChoices.size() && !classes.empty(); ++c) {
      const auto voters = std::span(classes).first(std::min(kChoices[c], classes.size()));
      told[i][c] = vote(voters) == asked.labels[i];
    }
  });
  std::array<double, kChoices.size()> shares{};
  for (const auto& one : told) {
    for (size_t c = 0; c < shares.size(); ++c) shares[c] += one[c] ? 1 : 0;
  }
  for (double& share : shares) share /= static_cast<double>(std::max<size_t>(1, asked.size()));
  return shares;
}

}  // namespace

int64_t vote(std::span<const int64_t> nearest) {
  int64_t best = nearest.front();
  int64_t most = 0;
  for (const int64_t label : nearest) {
    const int64_t votes = std::count(nearest.begin(), nearest.end(), label);
    if (votes <= most) continue;
    most = votes;
    best = label;
  }
  return best;
}

NeighbourResult nearest_neighbours(const FeatureRows& training, const FeatureRows& held_out,
                                   int threads) {
  const std::vector<double> mean = mean_of(training);
  const FeatureRows rows = directions(training, mean);
  const auto left_out = accuracies(rows, rows, true, threads);
  const auto accuracy = accuracies(rows, directions(held_out, mean), false, threads);
  const auto best =
      static_cast<size_t>(std::max_element(left_out.begin(), left_out.end()) - left_out.begin());
  return {static_cast<int64_t>(kChoices[best]), left_out[best], accuracy[best]};
}

}  // namespace sempurna
