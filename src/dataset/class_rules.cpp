#include "dataset/class_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <unordered_map>

#include "dataset/statistics.h"
#include "text/unicode.h"

namespace sempurna {

namespace {

constexpr int64_t kFewItems = 10;
constexpr double kGreatImbalance = 0.8;
constexpr size_t kMostListed = 20;
constexpr size_t kManyClasses = 50;

int64_t total(const std::vector<int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

// A file of a million ids for labels has as many classes. Names are compared in form NFC.
std::unordered_map<std::string, size_t> places_of(const std::vector<std::string>& classes) {
  std::unordered_map<std::string, size_t> places;
  places.reserve(classes.size());
  for (size_t i = 0; i < classes.size(); ++i) places.emplace(to_nfc(classes[i]), i);
  return places;
}

// Whether the labels number the items rather than name classes.
bool is_class_per_item(const std::vector<int64_t>& counts) {
  const auto alone = std::count(counts.begin(), counts.end(), int64_t{1});
  return counts.size() > kManyClasses && 2 * alone > total(counts);
}

}  // namespace

std::string listed_counts(const std::vector<std::string>& classes,
                          const std::vector<int64_t>& counts) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < std::min(classes.size(), kMostListed); ++i) {
    parts.push_back(fmt::format("{} {}", classes[i], counts[i]));
  }
  if (classes.size() > kMostListed) {
    parts.push_back(fmt::format("and {} more classes", classes.size() - kMostListed));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void check_training_classes(const ChannelClasses& training, Collector& findings) {
  const auto& [channel, place, items, classes, counts] = training;
  const int64_t all = total(counts);
  if (all == 0) {
    if (findings.has_error(place)) return;
    findings.add(Severity::Error, "no-items", place, 0,
                 fmt::format("there are no {} to train on", items),
                 fmt::format("Add {} of at least two classes", items));
    return;
  }
  if (classes.size() == 1) {
    findings.add(Severity::Error, "single-class", place, 0,
                 fmt::format("there is only one class, {}", excerpt(classes[0])),
                 fmt::format("Add {} of at least one other class, to tell the two apart", items));
  }
  const bool class_per_item = is_class_per_item(counts);
  if (class_per_item) {
    findings.add(Severity::Error, "class-per-item", place, 0,
                 fmt::format("{} of the {} are alone in their class, of {} classes",
                             std::count(counts.begin(), counts.end(), int64_t{1}),
                             counted(all, items), classes.size()),
                 fmt::format("Give {} of one kind the same class; a number of their own, as an id "
                             "column has, is no class",
                             items));
  }
  for (size_t i = 0; i < classes.size(); ++i) {
    if (counts[i] == 0) {
      findings.add(
          Severity::Error, "empty-class", place, 0,
          fmt::format("the class {} has no {} that can be used", excerpt(classes[i]), items),
          fmt::format("Add some {}, or remove the class", items));
    } else if (counts[i] < kFewItems && !class_per_item) {
      findings.add(
          Severity::Warning, "few-items", place, 0,
          fmt::format("the class {} has only {}{}", excerpt(classes[i]), counted(counts[i], items),
                      counts[i] == 1 ? ", too few to check it with" : ""),
          fmt::format("Add {} of this class: 50 or more make its accuracy mean something", items));
    }
  }
  const auto most = static_cast<size_t>(majority_class(counts));
  const double share = static_cast<double>(counts[most]) / static_cast<double>(all);
  if (classes.size() > 1 && share >= kGreatImbalance) {
    findings.add(Severity::Warning, "imbalance", place, 0,
                 fmt::format("{:.1f} % of the {} are of the class {}, so always answering that is "
                             "right so often",
                             100 * share, items, excerpt(classes[most])),
                 "Compare the accuracy with this figure; more items of the other classes help");
  }
  findings.add(Severity::Fact, "class-counts", place, 0,
               fmt::format("{} of {} for {}: {}", counted(all, items),
                           counted(static_cast<int64_t>(classes.size()), "classes"), channel,
                           listed_counts(classes, counts)));
}

void check_skipped(const std::string& place, const std::string& items, int64_t skipped, int64_t all,
                   Collector& findings) {
  if (10 * skipped <= all) return;
  findings.add(
      Severity::Error, "too-many-bad", place, 0,
      fmt::format("{} of the {} {} ({:.1f} %) cannot be used, too many to be skipped", skipped, all,
                  items, 100.0 * static_cast<double>(skipped) / static_cast<double>(all)),
      "Repair them as the warnings say: at most a tenth may be left out");
}

std::vector<int64_t> match_classes(const ChannelClasses& channel,
                                   const std::vector<std::string>& known, bool all_needed,
                                   Collector& findings) {
  std::vector<int64_t> index_in_known;
  const auto known_places = places_of(known);
  for (size_t i = 0; i < channel.classes.size(); ++i) {
    const auto at = known_places.find(to_nfc(channel.classes[i]));
    const bool is_known = at != known_places.end();
    index_in_known.push_back(is_known ? static_cast<int64_t>(at->second) : -1);
    if (is_known) continue;
    findings.add(
        Severity::Error, "unknown-class", channel.place, 0,
        fmt::format("the class {} ({}) is in the {} data, but the model has no such class",
                    excerpt(channel.classes[i]), counted(channel.counts[i], channel.items),
                    channel.channel),
        all_needed ? "Remove the class, or set reinitialize_top_layer to True, which starts with "
                     "new classes"
                   : fmt::format("Remove the class here, or add {} of it to the training data; the "
                                 "names must be equal to the letter",
                                 channel.items));
  }
  const auto own_places = places_of(channel.classes);
  for (size_t k = 0; k < known.size(); ++k) {
    const auto at = own_places.find(to_nfc(known[k]));
    if (at != own_places.end() && channel.counts[at->second] > 0) continue;
    if (all_needed) {
      findings.add(
          Severity::Error, "missing-class", channel.place, 0,
          fmt::format("the model to go on with has the class {}, of which the {} data have "
                      "no {}",
                      excerpt(known[k]), channel.channel, channel.items),
          "Add some, or set reinitialize_top_layer to True, which starts with new classes");
    } else {
      findings.add(Severity::Warning, "missing-class", channel.place, 0,
                   fmt::format("the {} data have no {} of the class {}", channel.channel,
                               channel.items, excerpt(known[k])),
                   "Add some, else nothing is known of how well this class is recognised");
    }
  }
  if (total(channel.counts) == 0 && !findings.has_error(channel.place)) {
    findings.add(
        Severity::Error, "no-items", channel.place, 0,
        fmt::format("the {} data hold no {} that can be used", channel.channel, channel.items),
        fmt::format("Add some, or leave the {} data out", channel.channel));
  }
  return index_in_known;
}

}  // namespace sempurna
