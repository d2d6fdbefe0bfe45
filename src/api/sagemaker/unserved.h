#pragma once

#include <string>
#include <vector>

#include "base/json_map.h"

namespace sempurna::sagemaker {

/// Throws ValidationException with a sentence for each thing that a CreateTrainingJob asks for and
/// that cannot be had here.
void require_served(const JsonMap& request);

/// A sentence for each thing that it asks for and that has no effect here, for the job's log.
std::vector<std::string> without_effect(const JsonMap& request);

}  // namespace sempurna::sagemaker
