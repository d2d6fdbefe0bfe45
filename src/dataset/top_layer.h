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
  /// Of a base model, whose labels are numbers that mean something else in other data: the SHA-256
  /// of the data.csv that taught it, for which alone Auto keeps it. Empty: for all data of these
  /// labels.
  std::string learned_from = {};
};

/// Reads labels_info.json and config.json of a model folder; nothing when the model was never
/// fine-tuned. Throws DataCorrupt naming the file.
std::optional<TopLayer> read_top_layer(const fs::path& model);

/// Whether the top layer starts anew, by `reinitialize_top_layer`: Auto keeps one that was trained
/// under the same binary_mode on just the classes of the training channel, or, of a base model, on
/// the very data. Throws InvalidArgument when a layer is to be kept that is not there or does not
/// fit binary_mode.
bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h, Task task,
                 const fs::path& training);

/// The same of data of which `knows` tells whether the layer knows them.
bool starts_anew(const std::optional<TopLayer>& known, const Hyperparameters& h,
                 const std::function<bool(const TopLayer&)>& knows);

/// Whether the training channel has just the classes of the layer, or is what a base model's
/// learned from. What is wrong with the data beyond single rows is for the check to say, and counts
/// as a difference.
bool knows(const TopLayer& layer, const fs::path& channel, Task task);

}  // namespace sempurna
