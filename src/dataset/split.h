#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sempurna {

/// What the split must know of an item.
struct SplitItem {
  int64_t class_index = 0;
  uint64_t content = 0;  ///< a hash of the content: it and the seed decide the item's side
  int64_t group = 0;     ///< items of the same number are nearly identical and stay together
};

/// Indices of items, ascending.
struct Split {
  std::vector<int64_t> training;
  std::vector<int64_t> validation;
};

/// Parts `ratio` of each class off for validation, at least one item of a class of two or more, and
/// leaves at least one of each for training. A pure function of the items' contents and the seed:
/// the order in which a file system lists them plays no part. Groups that fit nowhere whole go to
/// training, so a class of few large groups may have fewer validation items, or none.
/// Throws InvalidArgument when `ratio` is not in [0, 1]. A ratio of 0 gives no validation items.
Split split(std::span<const SplitItem> items, int64_t classes, double ratio, uint64_t seed);

/// Joins items into groups: returns for each of n items the lowest index that it is joined with,
/// through any chain of `pairs`.
std::vector<int64_t> join(int64_t n, std::span<const std::pair<int64_t, int64_t>> pairs);

/// What two texts must share to count as nearly identical: letters in lower case, numbers and
/// symbols, in their order; case, spaces and punctuation play no part.
std::string text_likeness(std::string_view text);

}  // namespace sempurna
