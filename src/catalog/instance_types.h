#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/job_folder.h"

namespace sempurna {

/// A kind of machine that SageMaker trains on, as far as a request for it means something here.
struct TrainingInstance {
  std::string_view name;  ///< ml.p3.8xlarge
  std::string_view gpu;   ///< V100; empty: it has none
  int gpus = 0;
  int gpu_gib = 0;  ///< of each
  int cpus = 0;
  int memory_gib = 0;
};

/// Those with GPUs, and the usual ones without.
const std::vector<TrainingInstance>& training_instances();

/// Null when there is none of this name.
const TrainingInstance* find_training_instance(std::string_view name);

/// Throws InvalidArgument with the nearest name.
const TrainingInstance& training_instance(const std::string& name);

/// What stands behind it on this machine, of a job with this batch_size, as a sentence: a batch is
/// divided among an instance's GPUs
/// (docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-fine-tune.html, "Hyperparameters"), and here
/// computed whole.
std::string stands_behind(const TrainingInstance& instance, int64_t batch_size);

/// The same of the instance and the batch_size that a job names; empty of this machine itself, and
/// of an instance of which nothing is known.
std::string instance_words(const JobInput& job);

}  // namespace sempurna
