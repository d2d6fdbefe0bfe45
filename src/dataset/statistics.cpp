#include "dataset/statistics.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"

namespace sempurna {

std::vector<int64_t> count_classes(std::span<const int64_t> class_indices, int64_t classes) {
  std::vector<int64_t> counts(static_cast<size_t>(classes), 0);
  for (const int64_t index : class_indices) {
    ensure(index >= 0 && index < classes, "a class index below the number of classes");
    ++counts[static_cast<size_t>(index)];
  }
  return counts;
}

int64_t majority_class(std::span<const int64_t> counts) {
  ensure(!counts.empty(), "at least one class");
  return std::max_element(counts.begin(), counts.end()) - counts.begin();
}

double majority_baseline(std::span<const int64_t> training, std::span<const int64_t> evaluated) {
  ensure(training.size() == evaluated.size(), "the same classes on both sides");
  const int64_t all = std::accumulate(evaluated.begin(), evaluated.end(), int64_t{0});
  if (all == 0) return 0;
  const auto right = evaluated[static_cast<size_t>(majority_class(training))];
  return static_cast<double>(right) / static_cast<double>(all);
}

}  // namespace sempurna
