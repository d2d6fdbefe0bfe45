#pragma once

#include <cstdint>

#include "catalog/hyperparameters.h"
#include "jobs/job_parent.h"
#include "jobs/training_request.h"

namespace sempurna {

/// Bytes of memory that a job takes at least, as far as its model's size tells: the worker itself,
/// and for each parameter its value, of one that is trained also gradient and the optimizer's
/// slots. What its batches take its own first steps tell.
uint64_t least_memory(const JobParent& parent, const TrainingRequest& request);
/// The same of a card, with the hyperparameters that are in force.
uint64_t least_memory(const Card& card, const Hyperparameters& h);

/// Bytes of memory that a worker takes at least that answers for the model in a folder.
uint64_t least_memory_to_serve(const fs::path& model);

}  // namespace sempurna
