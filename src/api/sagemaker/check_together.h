#pragma once

#include "base/json_map.h"

namespace sempurna::sagemaker {

/// Throws ValidationException where members of a CreateTrainingJob, each right by itself, do not go
/// together, or a list has one thing twice.
void check_together(const JsonMap& request);

}  // namespace sempurna::sagemaker
