#include "dataset/validation_split.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/random.h"
#include "dataset/look.h"
#include "dataset/split.h"

namespace sempurna {

namespace {

uint64_t hash_of(std::string_view bytes) {
  uint64_t hash = bytes.size();
  for (; !bytes.empty(); bytes.remove_prefix(std::min<size_t>(8, bytes.size()))) {
    uint64_t word = 0;
    for (size_t i = 0; i < std::min<size_t>(8, bytes.size()); ++i) {
      word |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
    hash = mix(hash, word);
  }
  return hash;
}

using Pairs = std::vector<std::pair<int64_t, int64_t>>;

// The items of each class, in an order that their contents alone decide.
template <typename Dataset>
std::vector<std::vector<int64_t>> by_class(const Dataset& dataset,
                                           const std::vector<std::string>& keys) {
  std::vector<std::vector<int64_t>> classes(class_names(dataset).size());
  for (size_t i = 0; i < keys.size(); ++i) {
    classes[static_cast<size_t>(dataset.items[i].class_index)].push_back(static_cast<int64_t>(i));
  }
  for (auto& items : classes) {
    std::stable_sort(items.begin(), items.end(), [&](int64_t a, int64_t b) {
      return keys[static_cast<size_t>(a)] < keys[static_cast<size_t>(b)];
    });
  }
  return classes;
}

// Joins items of one class whose keys are equal, and which are therefore neighbours.
void join_equal(const std::vector<int64_t>& items, const std::vector<std::string>& keys,
                Pairs& pairs) {
  for (size_t k = 1; k < items.size(); ++k) {
    if (keys[static_cast<size_t>(items[k - 1])] == keys[static_cast<size_t>(items[k])]) {
      pairs.emplace_back(items[k - 1], items[k]);
    }
  }
}

Finding finding_of(const CutGroup& cut, const std::string& label, const std::string& place,
                   const char* items) {
  return {Severity::Warning,
          "cut-group",
          place,
          0,
          fmt::format("{} of the class {} are nearly identical to one another; {} of them had to "
                      "go to the validation part while the others are trained on",
                      counted(cut.items, items), excerpt(label), cut.validation),
          "Its validation accuracy is too kind: give validation data of its own, or more varied "
          "examples"};
}

template <typename Dataset>
Parts<Dataset> part(const Dataset& dataset, const std::vector<std::string>& keys,
                    const Pairs& pairs, double ratio, uint64_t seed) {
  const std::vector<int64_t> groups = join(std::ssize(keys), pairs);
  std::vector<SplitItem> items;
  std::vector<int64_t> members(keys.size(), 0);
  for (size_t i = 0; i < keys.size(); ++i) {
    items.push_back({dataset.items[i].class_index, hash_of(keys[i]), groups[i]});
    ++members[static_cast<size_t>(groups[i])];
  }
  const auto names = class_names(dataset);
  const Split sides = split(items, std::ssize(names), ratio, seed);
  Parts<Dataset> parts{subset(dataset, sides.training), subset(dataset, sides.validation), 0, {}};
  for (const int64_t together : members) parts.kept_together += together > 1 ? together : 0;
  constexpr bool kPictures = std::is_same_v<Dataset, ImageDataset>;
  for (const CutGroup& cut : sides.cut) {
    std::string place;
    if constexpr (kPictures) {
      place = dataset.folder.string();
    } else {
      place = dataset.file.string();
    }
    parts.findings.push_back(finding_of(cut, names[static_cast<size_t>(cut.class_index)], place,
                                        kPictures ? "pictures" : "texts"));
  }
  return parts;
}

std::vector<std::string> keys_of(const ImageDataset& dataset) {
  std::vector<std::string> keys;
  for (const ImageItem& item : dataset.items) keys.push_back(item.content);
  return keys;
}

std::vector<std::string> keys_of(const TextDataset& dataset) {
  std::vector<std::string> keys;
  for (const TextItem& item : dataset.items) keys.push_back(text_likeness(item.text));
  return keys;
}

template <typename Dataset>
Dataset sample(const Dataset& dataset, int64_t most, int64_t least, uint64_t seed) {
  const int64_t all = std::ssize(dataset.items);
  if (all <= most) return dataset;
  const std::vector<std::string> keys = keys_of(dataset);
  std::vector<std::pair<uint64_t, int64_t>> drawn;
  for (size_t i = 0; i < keys.size(); ++i)
    drawn.emplace_back(mix(seed, hash_of(keys[i])), static_cast<int64_t>(i));
  std::ranges::stable_sort(drawn, {}, &std::pair<uint64_t, int64_t>::first);
  std::vector<std::vector<int64_t>> classes(class_names(dataset).size());
  const auto class_of = [&](int64_t item) {
    return static_cast<size_t>(dataset.items[static_cast<size_t>(item)].class_index);
  };
  for (const auto& [order, item] : drawn) classes[class_of(item)].push_back(item);
  // Each class has its least, as their items come up: of more classes than there is room for, the
  // larger ones rather. Then each that has it its share of what room is left.
  std::vector<int64_t> taken;
  std::vector<int64_t> counts(classes.size(), 0);
  const auto take = [&](size_t label, int64_t count) {
    const auto from = classes[label].begin() + counts[label];
    taken.insert(taken.end(), from, from + count);
    counts[label] += count;
  };
  const auto room = [&] { return most - std::ssize(taken); };
  for (const auto& [order, item] : drawn) {
    const size_t label = class_of(item);
    const int64_t wanted = std::min(least, std::ssize(classes[label]));
    if (counts[label] == 0 && wanted <= room()) take(label, wanted);
  }
  for (size_t label = 0; label < classes.size(); ++label) {
    const int64_t there = std::ssize(classes[label]);
    const int64_t share = (2 * there * most + all) / (2 * all);
    if (counts[label] > 0 && share > counts[label])
      take(label, std::min(share - counts[label], room()));
  }
  std::ranges::sort(taken);
  return subset(dataset, taken);
}

}  // namespace

Parts<ImageDataset> part_off_validation(const ImageDataset& dataset, double ratio, uint64_t seed) {
  const std::vector<std::string> keys = keys_of(dataset);
  Pairs pairs;
  for (const auto& items : by_class(dataset, keys)) {
    join_equal(items, keys, pairs);
    if (ratio <= 0) continue;
    std::vector<Look> of_class;
    for (const int64_t i : items) of_class.push_back(dataset.items[static_cast<size_t>(i)].look);
    for (const auto& [a, b] : find_alike(of_class)) {
      pairs.emplace_back(items[static_cast<size_t>(a)], items[static_cast<size_t>(b)]);
    }
  }
  return part(dataset, keys, pairs, ratio, seed);
}

Parts<TextDataset> part_off_validation(const TextDataset& dataset, double ratio, uint64_t seed) {
  const std::vector<std::string> keys = keys_of(dataset);
  Pairs pairs;
  for (const auto& items : by_class(dataset, keys)) join_equal(items, keys, pairs);
  return part(dataset, keys, pairs, ratio, seed);
}

ImageDataset sampled(const ImageDataset& dataset, int64_t most, int64_t least, uint64_t seed) {
  return sample(dataset, most, least, seed);
}

TextDataset sampled(const TextDataset& dataset, int64_t most, int64_t least, uint64_t seed) {
  return sample(dataset, most, least, seed);
}

}  // namespace sempurna
