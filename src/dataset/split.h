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
  int64_t group = 0;     ///< items of the same number and class are nearly identical
};

/// A group that had to go to both sides, because without it its class would have too little
/// validation data.
struct CutGroup {
  int64_t class_index = 0;
  int64_t items = 0;
  int64_t validation = 0;  ///< how many of them
};

/// Indices of items, ascending.
struct Split {
  std::vector<int64_t> training;
  std::vector<int64_t> validation;
  std::vector<CutGroup> cut;  ///< by class
};

/// Parts `ratio` of each class off for validation, at least one item of a class of two or more, and
/// leaves at least one of each for training. A pure function of the items' contents and the seed:
/// the order in which a file system lists them plays no part.
/// Groups stay whole as long as their class gets half of its share, and one item, that way; groups
/// of up to half of the class are then taken whole beyond the share, and larger ones are cut.
/// Throws InvalidArgument when `ratio` is not in [0, 1]. A ratio of 0 gives no validation items.
Split split(std::span<const SplitItem> items, int64_t classes, double ratio, uint64_t seed);

/// Joins items into groups: returns for each of n items the lowest index that it is joined with,
/// through any chain of `pairs`.
std::vector<int64_t> join(int64_t n, std::span<const std::pair<int64_t, int64_t>> pairs);

/// What two texts must share to count as nearly identical: letters in lower case, numbers and
/// symbols, in their order; case, spaces and punctuation play no part.
std::string text_likeness(std::string_view text);

}  // namespace sempurna
