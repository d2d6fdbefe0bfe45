#pragma once

#include <string>

#include "catalog/choices.h"
#include "nn/pass.h"

namespace sempurna {

/// What this processor makes of bf16.
struct Bf16 {
  bool supported = false;
  bool faster = false;
};

/// What a run computes in: the hyperparameter `choice`, where Auto is what the run began with,
/// `recorded`, or of a new run ("") the faster one. Throws InvalidArgument when that is bf16 and
/// this processor has it not.
Precision precision_of(PrecisionChoice choice, const std::string& recorded, Bf16 bf16);

/// "fp32" or "bf16".
std::string name(Precision precision);

}  // namespace sempurna
