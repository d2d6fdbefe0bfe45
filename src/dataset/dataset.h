#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "dataset/look.h"

namespace sempurna {

struct ImageItem {
  std::string path;  ///< below the data set's folder, with '/'
  int64_t class_index = 0;
  std::string content;  ///< SHA-256 of the file's bytes, in hexadecimal
  Look look = {};       ///< plain where the picture has not been decoded
};

/// Pictures in class folders: what the check before the job found fit for use.
struct ImageDataset {
  fs::path folder;
  std::vector<std::string> classes;  ///< class index → name
  std::vector<ImageItem> items;      ///< by class folder, then by path, both by their bytes
};

struct TextItem {
  std::string text;  ///< valid UTF-8
  int64_t class_index = 0;
  int64_t row = 0;  ///< in the file, from 1
};

/// Rows of a data.csv.
struct TextDataset {
  fs::path file;
  std::vector<std::string> labels;  ///< class index → its number in the file, or its name
  std::vector<TextItem> items;      ///< in the file's order
};

/// SHA-256 over classes and contents. The same whatever the files are called and in whatever order
/// they lie; different as soon as one item or its class is.
std::string data_hash(const ImageDataset& dataset);
std::string data_hash(const TextDataset& dataset);

/// The same with the order of the items: what is kept by position belongs to it.
std::string order_hash(const ImageDataset& dataset);
std::string order_hash(const TextDataset& dataset);

/// The classes as they are written in labels_info.json.
std::vector<std::string> class_names(const ImageDataset& dataset);
std::vector<std::string> class_names(const TextDataset& dataset);

/// One class index an item.
std::vector<int64_t> class_indices(const ImageDataset& dataset);
std::vector<int64_t> class_indices(const TextDataset& dataset);

/// The items with these indices, in this order.
ImageDataset subset(const ImageDataset& dataset, const std::vector<int64_t>& indices);
TextDataset subset(const TextDataset& dataset, const std::vector<int64_t>& indices);

}  // namespace sempurna
