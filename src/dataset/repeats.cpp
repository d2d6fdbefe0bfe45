#include "dataset/repeats.h"

#include <fmt/format.h>

#include <unordered_map>

namespace sempurna {

namespace {

std::string place(const RepeatsIn& in, size_t i) {
  const int64_t row = in.row(i);
  return row > 0 ? fmt::format("row {}", row) : in.file(i);
}

const std::string& class_of(const RepeatsIn& in, size_t i) {
  return in.classes[static_cast<size_t>(in.items[i].class_index)];
}

}  // namespace

void find_repeats(const RepeatsIn& channel, Collector& findings) {
  std::unordered_map<std::string_view, size_t> first;
  first.reserve(channel.items.size());
  for (size_t i = 0; i < channel.items.size(); ++i) {
    const auto [seen, is_new] = first.try_emplace(channel.items[i].bytes, i);
    if (is_new) continue;
    const size_t earlier = seen->second;
    if (channel.items[i].class_index == channel.items[earlier].class_index) {
      findings.add(Severity::Warning, "repeated-item", channel.file(i), channel.row(i),
                   fmt::format("the same {} as {}", channel.item, place(channel, earlier)),
                   "Remove all but one, unless it is meant to count more than once");
    } else {
      findings.add(Severity::Warning, "contradicting-labels", channel.file(i), channel.row(i),
                   fmt::format("the same {} as {}, but its class is {} here and {} there",
                               channel.item, place(channel, earlier), excerpt(class_of(channel, i)),
                               excerpt(class_of(channel, earlier))),
                   "Decide which class is right and remove the other");
    }
  }
}

void find_shared(const RepeatsIn& earlier, const RepeatsIn& channel, Collector& findings) {
  std::unordered_map<std::string_view, size_t> first;
  first.reserve(earlier.items.size());
  for (size_t i = 0; i < earlier.items.size(); ++i) first.try_emplace(earlier.items[i].bytes, i);
  for (size_t i = 0; i < channel.items.size(); ++i) {
    const auto seen = first.find(channel.items[i].bytes);
    if (seen == first.end()) continue;
    findings.add(Severity::Warning, "shared-with-" + earlier.channel, channel.file(i),
                 channel.row(i),
                 fmt::format("this {} is in the {} data as well ({})", channel.item,
                             earlier.channel, place(earlier, seen->second)),
                 fmt::format("Remove it from one of the two: the {} accuracy is too kind with it",
                             channel.channel));
  }
}

}  // namespace sempurna
