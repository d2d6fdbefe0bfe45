#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/batch_source.h"
#include "train/job_data.h"

namespace sempurna {

/// The most examples that are looked at to compare models, so that it takes seconds.
struct SampleSizes {
  int64_t training = 1000;
  int64_t held_out = 500;
};

/// A part of a person's data, the same for every model that is tried on it.
struct DataSample {
  std::vector<std::string> labels;  ///< class index → name
  int64_t examples = 0;             ///< that there are in all, fit for use
  std::vector<int64_t> training;    ///< examples of each class
  std::vector<int64_t> held_out;
  double linear_baseline = 0;  ///< on the held-out part, as of a job (baseline/)
  /// The two parts as a model reads them, by its folder and its hyperparameters; neither augmented
  /// nor with scores of their words.
  std::function<std::pair<std::unique_ptr<BatchSource>, std::unique_ptr<BatchSource>>(
      const JobDataOptions& of_model)>
      read;
};

}  // namespace sempurna
