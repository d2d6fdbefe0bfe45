#pragma once

#include <cstdint>
#include <string>

#include "base/files.h"
#include "base/json.h"
#include "train/training_step.h"

namespace sempurna {

/// What is known of a run before any step is tried.
struct RunSize {
  int64_t parameters = 0;
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

/// What a few real steps took, once what is made only once was there. Seconds of a step are those
/// of `examples` examples.
struct Trial {
  int64_t examples = 0;
  double load_seconds = 0;       ///< to make a step's training data, unprepared
  double reload_seconds = 0;     ///< the same again, from what was kept
  double step_seconds = 0;       ///< one training step, or one backbone pass when head only
  double forward_seconds = 0;    ///< one example in evaluation mode; of the head when head only
  double head_step_seconds = 0;  ///< one training step on kept features, when head only
  double save_seconds = 0;       ///< one checkpoint
  double best_seconds = 0;       ///< one best epoch kept
  uint64_t peak_bytes = 0;       ///< of memory, in training
  int64_t feature_width = 0;     ///< when head only
};

/// Tries a few real steps with the first batches, and leaves weights, statistics and everything
/// else that the run depends on as they were. A small batch comes first: when what it takes shows
/// that the whole one does not fit into memory, throws ResourceLimit with a batch size that does.
/// `scratch` is a folder on the checkpoints' disk that is made and removed again.
Trial try_steps(Model& model, ExampleSource& training, const TrainingPlan& plan,
                const fs::path& scratch);

/// How long a run will take and what it needs.
struct Forecast {
  double minutes_low = 0;
  double minutes_high = 0;
  uint64_t memory_bytes = 0;
  uint64_t disk_bytes = 0;
};

Forecast forecast(const RunSize& size, const Trial& trial, const TrainingPlan& plan);
Json to_json(const Forecast& forecast);
/// "about 3 to 5 minutes, 1.2 GB of memory, 150 MB of disk".
std::string words(const Forecast& forecast);

/// Throws ResourceLimit when the disk under `folder` has not got what is still to be written.
void require_disk(const fs::path& folder, uint64_t bytes);

/// Throws ResourceLimit when weights, gradients and the optimizer's memory alone do not fit.
void require_memory(const RunSize& size, const TrainingPlan& plan);

}  // namespace sempurna
