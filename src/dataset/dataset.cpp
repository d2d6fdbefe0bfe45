#include "dataset/dataset.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/digest.h"
#include "base/sha256.h"

namespace sempurna {

namespace {

using NamedContent = std::pair<std::string, std::string>;

// Lengths stand before names, so that no two data sets write the same bytes.
std::string hash_of(const std::vector<NamedContent>& items) {
  Digest hash(DigestKind::Sha256);
  for (const auto& [label, content] : items) {
    hash.update(std::to_string(label.size()) + ":" + label + content + "\n");
  }
  return encode_hex(hash.finish());
}

template <typename Dataset>
std::vector<int64_t> indices_of(const Dataset& dataset) {
  std::vector<int64_t> indices;
  indices.reserve(dataset.items.size());
  for (const auto& item : dataset.items) indices.push_back(item.class_index);
  return indices;
}

template <typename Dataset>
void take_items(const Dataset& from, const std::vector<int64_t>& indices, Dataset& into) {
  into.items.reserve(indices.size());
  for (const int64_t i : indices) into.items.push_back(from.items.at(static_cast<size_t>(i)));
}

std::string sorted_hash(std::vector<NamedContent> items) {
  std::sort(items.begin(), items.end());
  return hash_of(items);
}

std::vector<NamedContent> contents_of(const ImageDataset& dataset) {
  std::vector<NamedContent> items;
  items.reserve(dataset.items.size());
  for (const ImageItem& item : dataset.items) {
    items.emplace_back(dataset.classes[static_cast<size_t>(item.class_index)], item.content);
  }
  return items;
}

std::vector<NamedContent> contents_of(const TextDataset& dataset) {
  std::vector<NamedContent> items;
  items.reserve(dataset.items.size());
  for (const TextItem& item : dataset.items) {
    items.emplace_back(dataset.labels[static_cast<size_t>(item.class_index)],
                       sha256_hex(item.text));
  }
  return items;
}

}  // namespace

std::string data_hash(const ImageDataset& dataset) {
  return sorted_hash(contents_of(dataset));
}

std::string data_hash(const TextDataset& dataset) {
  return sorted_hash(contents_of(dataset));
}

std::string order_hash(const ImageDataset& dataset) {
  return hash_of(contents_of(dataset));
}

std::string order_hash(const TextDataset& dataset) {
  return hash_of(contents_of(dataset));
}

std::vector<std::string> class_names(const ImageDataset& dataset) {
  return dataset.classes;
}

std::vector<std::string> class_names(const TextDataset& dataset) {
  return dataset.labels;
}

std::vector<int64_t> class_indices(const ImageDataset& dataset) {
  return indices_of(dataset);
}
std::vector<int64_t> class_indices(const TextDataset& dataset) {
  return indices_of(dataset);
}

ImageDataset subset(const ImageDataset& dataset, const std::vector<int64_t>& indices) {
  ImageDataset part{dataset.folder, dataset.classes, {}};
  take_items(dataset, indices, part);
  return part;
}

TextDataset subset(const TextDataset& dataset, const std::vector<int64_t>& indices) {
  TextDataset part{dataset.file, dataset.labels, {}};
  take_items(dataset, indices, part);
  return part;
}

}  // namespace sempurna
