#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/json.h"
#include "catalog/task.h"

namespace sempurna {

/// Which training data a worker is to show as a model would see them, and how.
struct PreviewRequest {
  Task task = Task::ImageClassification;
  std::filesystem::path training;  ///< the data
  std::filesystem::path model;     ///< the folder whose preprocessor or tokenizer is used
  std::map<std::string, std::string> hyperparameters;  ///< those in force
  int64_t most = 16;                                   ///< examples
};

Json to_json(const PreviewRequest& request);
/// Throws DataCorrupt.
PreviewRequest read_preview_request(const Json& json);

}  // namespace sempurna
