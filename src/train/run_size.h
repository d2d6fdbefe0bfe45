#pragma once

#include <cstdint>
#include <string>

#include "base/json.h"
#include "data/batch_source.h"
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
  bool solved = false;       ///< each epoch is a penalty of the solver's
  int64_t steps = 0;         ///< the optimizer's, or batches of the solver's likely passes
  int64_t feature_rows = 0;  ///< backbone passes when only the head is trained; else 0
  uint64_t cache_bytes = 0;  ///< prepared pictures on disk
  // As BatchSource::weight, of all examples of a part.
  int64_t training_weight = 0;
  int64_t validation_weight = 0;
  int64_t test_weight = 0;
  int64_t heaviest_step = 0;        ///< batch of all epochs; 0 when only the head is trained
  int64_t heaviest_evaluation = 0;  ///< batch of any part; when only the head is trained, of its
                                    ///< passes through the backbone too
};

Json to_json(const RunSize& size);
/// "3.5 million parameters, 1.2 % of them trained, on 400 examples (100 more for validation), 3
/// epochs, 300 steps"; no parameters of a model of words alone, and no steps of the solver.
std::string words(const RunSize& size);
RunSize size_of_model(const Model& model, bool head_only);

/// Of all its examples, as BatchSource::weight.
int64_t weight_of(const BatchSource& source);
/// Of the heaviest training batch of all epochs, of those of the first million examples or so.
int64_t heaviest_step(const BatchSource& source, const Hyperparameters& h);
/// Of the heaviest batch of an evaluation, or of a pass through the backbone that is kept.
int64_t heaviest_evaluation(const BatchSource& source);

/// Bytes that training holds for each trained parameter beside its value: gradient and slots.
uint64_t held_bytes(int64_t trained, const TrainingPlan& plan);

}  // namespace sempurna
