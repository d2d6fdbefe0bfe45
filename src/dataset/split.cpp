#include "dataset/split.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/random.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

struct Group {
  uint64_t order = 0;
  uint64_t content = 0;
  std::vector<int64_t> items;

  int64_t size() const { return std::ssize(items); }
};

// The groups of one class, in the order in which they are offered to the validation side.
std::vector<Group> draw_groups(std::span<const SplitItem> items,
                               const std::vector<int64_t>& of_class, uint64_t seed) {
  std::map<int64_t, Group> by_number;
  for (const int64_t i : of_class) {
    Group& group = by_number[items[i].group];
    group.content =
        group.items.empty() ? items[i].content : std::min(group.content, items[i].content);
    group.items.push_back(i);
  }
  std::vector<Group> groups;
  groups.reserve(by_number.size());
  for (auto& [number, group] : by_number) {
    group.order = mix(seed, group.content);
    groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return std::tie(a.order, a.content, a.items) < std::tie(b.order, b.content, b.items);
  });
  return groups;
}

// Takes `count` of a group's items for validation and leaves the others for training.
void take(const Group& group, int64_t count, Split& result) {
  result.validation.insert(result.validation.end(), group.items.begin(),
                           group.items.begin() + count);
  result.training.insert(result.training.end(), group.items.begin() + count, group.items.end());
}

// Parts one class, of which `wanted` items are to be held out.
void part_class(std::span<const SplitItem> items, const std::vector<int64_t>& of_class,
                int64_t wanted, uint64_t seed, Split& result) {
  int64_t taken = 0;
  std::vector<Group> left;
  for (Group& group : draw_groups(items, of_class, seed)) {
    if (taken + group.size() <= wanted) {
      taken += group.size();
      take(group, group.size(), result);
    } else {
      left.push_back(std::move(group));
    }
  }
  std::stable_sort(left.begin(), left.end(),
                   [](const Group& a, const Group& b) { return a.size() < b.size(); });
  for (Group& group : left) {
    int64_t count = 0;
    if (2 * taken < wanted) {
      const bool whole = 2 * (taken + group.size()) <= std::ssize(of_class);
      count = whole ? group.size() : wanted - taken;
      if (!whole) {
        std::sort(group.items.begin(), group.items.end(), [&](int64_t a, int64_t b) {
          return mix(seed, items[a].content) < mix(seed, items[b].content);
        });
        result.cut.push_back({items[group.items[0]].class_index, group.size(), count});
      }
    }
    taken += count;
    take(group, count, result);
  }
}

}  // namespace

Split split(std::span<const SplitItem> items, int64_t classes, double ratio, uint64_t seed) {
  if (!(ratio >= 0 && ratio <= 1)) {
    throw Error(Code::InvalidArgument,
                "validation_split_ratio is {}, but must be from 0 to 1: 0.2 keeps a fifth of the "
                "data for validation",
                ratio);
  }
  std::vector<std::vector<int64_t>> by_class(static_cast<size_t>(classes));
  for (size_t i = 0; i < items.size(); ++i) {
    by_class.at(static_cast<size_t>(items[i].class_index)).push_back(static_cast<int64_t>(i));
  }
  Split result;
  for (const auto& of_class : by_class) {
    const int64_t n = std::ssize(of_class);
    const auto share = std::llround(ratio * static_cast<double>(n));
    const int64_t wanted = ratio == 0 || n < 2 ? 0 : std::clamp<int64_t>(share, 1, n - 1);
    part_class(items, of_class, wanted, seed, result);
  }
  std::sort(result.training.begin(), result.training.end());
  std::sort(result.validation.begin(), result.validation.end());
  return result;
}

std::vector<int64_t> join(int64_t n, std::span<const std::pair<int64_t, int64_t>> pairs) {
  std::vector<int64_t> parent(static_cast<size_t>(n));
  std::iota(parent.begin(), parent.end(), 0);
  const auto root = [&](int64_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (const auto& [a, b] : pairs) {
    const int64_t root_a = root(a);
    const int64_t root_b = root(b);
    parent[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }
  for (int64_t i = 0; i < n; ++i) parent[i] = root(i);
  return parent;
}

std::string text_likeness(std::string_view text) {
  std::string likeness;
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (is_whitespace(c) || is_control(c) || is_punctuation(c)) continue;
    append_lower(likeness, c);
  }
  // A text of nothing but punctuation is like itself only.
  return likeness.empty() ? std::string(text) : likeness;
}

}  // namespace sempurna
