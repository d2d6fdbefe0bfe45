#pragma once

#include <cstdint>
#include <span>

#include "base/files.h"
#include "train/training_step.h"

namespace sempurna {

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
  uint64_t peak_bytes = 0;       ///< of memory, in training
  int64_t feature_width = 0;     ///< when head only
};

/// Tries a few real steps with the first batches, and leaves weights, statistics and everything
/// else that the run depends on as they were. A small batch comes first: when what it takes shows
/// that the whole one does not fit into memory, throws ResourceLimit with a batch size that does.
/// `held_out` is what will be evaluated on. `scratch` is a folder on the checkpoints' disk that is
/// made and removed again.
Trial try_steps(Model& model, ExampleSource& training, std::span<ExampleSource* const> held_out,
                const TrainingPlan& plan, const fs::path& scratch);

}  // namespace sempurna
