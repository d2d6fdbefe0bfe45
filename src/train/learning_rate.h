#pragma once

#include <cstdint>

#include "catalog/hyperparameters.h"

namespace sempurna {

/// The learning rate of step `step` (from 0) of `total`. With adamw it rises linearly over the
/// first warmup_steps_fraction of all steps to h.learning_rate, then falls linearly to 0, which the
/// step after the last would have; with the other optimizers it is constant, as in Keras.
double learning_rate_at(const Hyperparameters& h, int64_t step, int64_t total);

}  // namespace sempurna
