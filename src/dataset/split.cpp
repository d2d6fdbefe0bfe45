#include "dataset/split.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>
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
};

// In the order in which they are offered to the validation side.
std::vector<Group> draw_groups(std::span<const SplitItem> items, uint64_t seed) {
  std::map<int64_t, Group> by_number;
  for (size_t i = 0; i < items.size(); ++i) {
    Group& group = by_number[items[i].group];
    group.content =
        group.items.empty() ? items[i].content : std::min(group.content, items[i].content);
    group.items.push_back(static_cast<int64_t>(i));
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

}  // namespace

Split split(std::span<const SplitItem> items, int64_t classes, double ratio, uint64_t seed) {
  if (!(ratio >= 0 && ratio <= 1)) {
    throw Error(Code::InvalidArgument,
                "validation_split_ratio is {}, but must be from 0 to 1: 0.2 keeps a fifth of the "
                "data for validation",
                ratio);
  }
  std::vector<int64_t> room(static_cast<size_t>(classes), 0);
  for (const SplitItem& item : items) ++room.at(static_cast<size_t>(item.class_index));
  for (int64_t& n : room) {
    const auto wanted = std::llround(ratio * static_cast<double>(n));
    n = ratio == 0 || n < 2 ? 0 : std::clamp<int64_t>(wanted, 1, n - 1);
  }

  Split result;
  for (const Group& group : draw_groups(items, seed)) {
    std::map<size_t, int64_t> needed;
    for (const int64_t i : group.items) ++needed[static_cast<size_t>(items[i].class_index)];
    const bool fits = std::all_of(needed.begin(), needed.end(),
                                  [&](const auto& n) { return n.second <= room[n.first]; });
    if (fits) {
      for (const auto& [index, n] : needed) room[index] -= n;
    }
    auto& side = fits ? result.validation : result.training;
    side.insert(side.end(), group.items.begin(), group.items.end());
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
