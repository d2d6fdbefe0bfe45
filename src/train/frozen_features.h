#pragma once

#include <functional>

#include "baseline/neighbours.h"
#include "models/model.h"
#include "train/example_source.h"

namespace sempurna {

/// The backbone's features of all examples in their order, with their classes, in memory. `passed`
/// hears after each batch how many are done, and may throw to stop.
FeatureRows frozen_features(Model& model, ExampleSource& source, Precision precision,
                            const std::function<void(int64_t done)>& passed);

}  // namespace sempurna
