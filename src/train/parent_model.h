#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "catalog/hyperparameters.h"
#include "catalog/task.h"
#include "dataset/top_layer.h"
#include "text/tokenizer.h"

namespace sempurna {

/// What is known of the model that a job starts from, without its weights.
struct ParentModel {
  fs::path folder;
  Json config;
  Task task = Task::ImageClassification;
  std::string model_type;
  std::string hash;                   ///< SHA-256 over names and contents of its files
  std::optional<TopLayer> top_layer;  ///< of a model that was fine-tuned before

  /// Which hyperparameters it has.
  ModelKind kind() const { return {task, model_type}; }
};

/// Reads a model folder, for the task that is asked of it, or else its own. Throws NotFound or
/// DataCorrupt naming the file; InvalidArgument when its family does not do the task.
ParentModel open_parent(const fs::path& folder, std::optional<Task> task = {});

/// The most tokens of a text: no more than max_length, the tokenizer or the model of config.json
/// allows.
size_t longest_text(const Hyperparameters& h, const Tokenizer& tokenizer, const Json& config);

}  // namespace sempurna
