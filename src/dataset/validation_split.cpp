#include "dataset/validation_split.h"

#include <cstring>
#include <string>
#include <unordered_map>
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

// Joins items whose keys are equal.
void join_equal(const std::vector<std::string>& keys,
                std::vector<std::pair<int64_t, int64_t>>& pairs) {
  std::unordered_map<std::string_view, int64_t> first;
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto [seen, is_new] = first.try_emplace(keys[i], static_cast<int64_t>(i));
    if (!is_new) pairs.emplace_back(seen->second, static_cast<int64_t>(i));
  }
}

template <typename Dataset>
Parts<Dataset> part(const Dataset& dataset, const std::vector<std::string>& keys,
                    std::vector<std::pair<int64_t, int64_t>> pairs, double ratio, uint64_t seed) {
  join_equal(keys, pairs);
  const auto n = static_cast<int64_t>(keys.size());
  const std::vector<int64_t> groups = join(n, pairs);
  std::vector<SplitItem> items;
  std::vector<int64_t> members(keys.size(), 0);
  for (size_t i = 0; i < keys.size(); ++i) {
    items.push_back({dataset.items[i].class_index, hash_of(keys[i]), groups[i]});
    ++members[static_cast<size_t>(groups[i])];
  }
  const auto classes = static_cast<int64_t>(class_names(dataset).size());
  const Split sides = split(items, classes, ratio, seed);
  Parts<Dataset> parts{subset(dataset, sides.training), subset(dataset, sides.validation), 0};
  for (const int64_t together : members) parts.kept_together += together > 1 ? together : 0;
  return parts;
}

}  // namespace

Parts<ImageDataset> part_off_validation(
    const ImageDataset& dataset, double ratio, uint64_t seed, int threads,
    const std::function<void(int64_t done, int64_t total)>& progress) {
  std::vector<std::string> keys;
  for (const ImageItem& item : dataset.items) keys.push_back(item.content);
  std::vector<std::pair<int64_t, int64_t>> pairs;
  if (ratio > 0) pairs = find_alike(look_at(dataset, threads, progress));
  return part(dataset, keys, std::move(pairs), ratio, seed);
}

Parts<TextDataset> part_off_validation(const TextDataset& dataset, double ratio, uint64_t seed) {
  std::vector<std::string> keys;
  for (const TextItem& item : dataset.items) keys.push_back(text_likeness(item.text));
  return part(dataset, keys, {}, ratio, seed);
}

}  // namespace sempurna
