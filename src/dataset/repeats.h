#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "dataset/collector.h"

namespace sempurna {

/// An item as the search for exact repeats sees it.
struct Content {
  std::string_view bytes;  ///< or a hash of them
  int64_t class_index = 0;
};

/// The items of one channel, and how to name one of them in a finding.
struct RepeatsIn {
  std::string channel;
  std::string item;  ///< "picture", "text"
  std::span<const Content> items;
  std::span<const std::string> classes;
  std::function<std::string(size_t)> file;  ///< of an item
  std::function<int64_t(size_t)> row;       ///< 0 when it has none
};

/// Finds items that are the same as an earlier one: with the same class (a warning), with another
/// class (one of them must be wrong).
void find_repeats(const RepeatsIn& channel, Collector& findings);

/// Finds items of `channel` that are in `earlier` as well, so that what is measured on `channel` is
/// too kind.
void find_shared(const RepeatsIn& earlier, const RepeatsIn& channel, Collector& findings);

}  // namespace sempurna
