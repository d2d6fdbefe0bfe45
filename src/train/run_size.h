#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"
#include "train/training_step.h"

namespace sempurna {

/// What is known of a run before any step is tried.
struct RunSize {
  int64_t parameters = 0;
  int64_t classes = 0;
  int64_t trained_parameters = 0;
  int64_t training_items = 0;
  int64_t validation_items = 0;
  int64_t test_items = 0;
  int64_t epochs = 0;
  int64_t steps = 0;         ///< optimizer steps of the whole run
  int64_t feature_rows = 0;  ///< backbone passes when only the head is trained; else 0
  uint64_t cache_bytes = 0;  ///< prepared pictures on disk
};

Json to_json(const RunSize& size);
/// "3.5 million parameters, 1.2 % of them trained, on 400 examples …".
std::string words(const RunSize& size);
RunSize size_of_model(const Model& model, bool head_only);

/// Bytes that training holds for each trained parameter beside its value: gradient and slots.
uint64_t held_bytes(int64_t trained, const TrainingPlan& plan);

}  // namespace sempurna
