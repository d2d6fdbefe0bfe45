#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/collector.h"
#include "dataset/finding.h"

namespace sempurna {

// What the check says about classes, the same for pictures and texts. `place` is the channel's
// folder or file.

/// The classes of a channel and how many fit items each has.
struct ChannelClasses {
  std::string channel;               ///< "training", "validation", "test"
  std::string place;                 ///< its folder or file
  std::string items;                 ///< what the items are called: "pictures", "texts"
  std::vector<std::string> classes;  ///< its own
  std::vector<int64_t> counts;       ///< by its own classes
};

/// The training channel: one class only, a class for nearly every item, classes without items or
/// with few, great imbalance; and how many of each there are.
void check_training_classes(const ChannelClasses& training, Collector& findings);

/// Any channel against the classes that it must have: of `known` which are missing (an error in the
/// training channel of a model that keeps its head, else a warning), and which are new (an error).
/// Returns for each of the channel's classes its index in `known`, or -1.
std::vector<int64_t> match_classes(const ChannelClasses& channel,
                                   const std::vector<std::string>& known, bool all_needed,
                                   Collector& findings);

/// Under `skip`: an error when more than a tenth of a channel's items would be left out. Then it is
/// the data that are wrong, not a few of them. `items`: "rows", "pictures".
void check_skipped(const std::string& place, const std::string& items, int64_t skipped, int64_t all,
                   Collector& findings);

/// "roses 100, tulips 98" for a message, at most 20 classes.
std::string listed_counts(const std::vector<std::string>& classes,
                          const std::vector<int64_t>& counts);

}  // namespace sempurna
