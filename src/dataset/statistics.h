#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sempurna {

/// How many items each class has. `class_indices` are in [0, classes).
std::vector<int64_t> count_classes(std::span<const int64_t> class_indices, int64_t classes);

/// The class with the most items, the first of equals. `counts` is not empty.
int64_t majority_class(std::span<const int64_t> counts);

/// The accuracy on `evaluated` of always answering the class that is most frequent in `training`,
/// both counts by class: what any model has to beat. 0 when `evaluated` holds nothing.
double majority_baseline(std::span<const int64_t> training, std::span<const int64_t> evaluated);

}  // namespace sempurna
