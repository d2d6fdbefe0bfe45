#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "catalog/hyperparameters.h"
#include "catalog/task.h"

namespace sempurna {

/// What the classification layer of a model that was fine-tuned before answers.
struct TopLayer {
  std::vector<std::string> labels;
  bool binary_mode = false;  ///< it has one output
};

/// Reads labels_info.json and config.json of a model folder; nothing when the model was never
/// fine-tuned. Throws DataCorrupt naming the file.
std::optional<TopLayer> read_top_layer(const fs::path& model);

/// Whether the top layer starts anew, by `reinitialize_top_layer`: Auto keeps one that was trained
/// under the same binary_mode on just the classes of the training channel. Throws InvalidArgument
/// when a layer is to be kept that is not there or does not fit binary_mode.
bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h, Task task,
                 const fs::path& training);

/// The same of data that are known by `has_classes` alone: whether they have just the classes that
/// it is given.
bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h,
                 const std::function<bool(const std::vector<std::string>&)>& has_classes);

/// Whether the training channel has just the classes `labels`. What is wrong with the data beyond
/// single rows is for the check to say, and counts as a difference.
bool has_same_classes(const fs::path& channel, Task task, const std::vector<std::string>& labels);

}  // namespace sempurna
