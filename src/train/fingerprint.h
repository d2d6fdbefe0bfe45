#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"
#include "catalog/hyperparameters.h"
#include "catalog/task.h"

namespace sempurna {

/// Everything that decides what a run computes. Two runs with the same fingerprint make the same
/// model, byte for byte.
struct Fingerprint {
  Task task = Task::ImageClassification;
  Hyperparameters hyperparameters;
  std::string data_hash;   ///< of the items of all channels and their labels
  std::string model_hash;  ///< of the parent model's files
  std::string version;     ///< of the code
  std::string precision;   ///< that is used: fp32 or bf16
  int64_t threads = 1;
  int64_t ranks = 1;

  Json to_json() const;
};

/// What differs, in words: "learning_rate was 0.001 and is 0.01"; empty when nothing does.
/// report_language is left out: it changes no number.
std::string differences(const Json& then, const Json& now);

}  // namespace sempurna
