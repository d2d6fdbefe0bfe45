#pragma once

#include <functional>

#include "train/metrics.h"
#include "train/training_step.h"

namespace sempurna {

/// Runs a model over a data set in evaluation mode, without gradients, in batches of at most
/// `batch_size`. `classes` is K, 2 in binary mode. `done` hears the number of examples so far; it
/// may throw to stop. Ranks take the batches in turn, and all of them have the whole result, with
/// the same bits as one rank alone; `done` is called as often by each. Throws InvalidArgument when
/// the loss is no finite number.
Predictions evaluate(Model& model, ExampleSource& source, const TrainingPlan& plan, int64_t classes,
                     int64_t batch_size, const std::function<void(int64_t done)>& done = {});

}  // namespace sempurna
