#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/job_folder.h"
#include "train/example_source.h"
#include "train/feature_store.h"
#include "train/job_data.h"
#include "train/progress.h"
#include "train/run_input.h"

namespace sempurna {

/// What a run trains on and chooses its best epoch with.
struct RunExamples {
  std::vector<std::unique_ptr<FeatureStore>> kept;  ///< what the sources read, if anything
  std::unique_ptr<ExampleSource> training;
  std::unique_ptr<ExampleSource> validation;  ///< null without validation data
};

/// Batches for the whole model; `data` must outlive them.
RunExamples whole_examples(const JobData& data, int threads, Device device);

using PassListener = std::function<void(const ExampleSource& source, int64_t first,
                                        const Examples& examples, const Tensor& features)>;

/// The features of `whole`, which the backbone sees for the last time: for training the head alone.
/// `key` is what they depend on; `passed` is FeatureStore's, with the source. Throws Cancelled
/// after a stop signal; what is whole by then stays.
RunExamples kept_examples(const RunExamples& whole, Model& model, const RunInput& input,
                          const std::string& key, const JobFolder& job, const PassListener& passed,
                          Progress& progress);

}  // namespace sempurna
