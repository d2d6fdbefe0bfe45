#pragma once

#include "catalog/hyperparameters.h"

namespace sempurna {

/// The hyperparameters that tasks share, in groups that a task adds where its documentation has
/// them.
void add_length(Fields<Hyperparameters>& fields);     ///< epochs, learning_rate, batch_size
void add_optimizer(Fields<Hyperparameters>& fields);  ///< which, and what each needs
void add_head(Fields<Hyperparameters>& fields);       ///< what is trained, and from where
void add_selection(Fields<Hyperparameters>& fields);  ///< the best epoch, and the held-out data
void add_own(Fields<Hyperparameters>& fields);        ///< those that SageMaker's algorithms lack

}  // namespace sempurna
