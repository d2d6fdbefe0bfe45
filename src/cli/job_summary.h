#pragma once

#include <string>

#include "base/json.h"

namespace sempurna {

/// The five facts (parent model, training job name, training job ARN, training time, output path)
/// and the accuracy beside the majority-class baseline, as lines for a person.
std::string summary(const Json& facts);

}  // namespace sempurna
