#pragma once

#include <cstdint>

#include "catalog/choices.h"

namespace sempurna {

/// How many numbers an optimizer keeps beside each trained parameter, for whoever foretells memory
/// and disk without it (train/optimizer_rules.cpp has which; tests/train/optimizer_test.cpp holds
/// the two to each other).
constexpr uint64_t optimizer_slots(OptimizerKind kind) {
  switch (kind) {
    case OptimizerKind::Lbfgs:
      return 0;
    case OptimizerKind::Sgd:
    case OptimizerKind::Nesterov:
    case OptimizerKind::Adagrad:
      return 1;
    case OptimizerKind::Adam:
    case OptimizerKind::AdamW:
    case OptimizerKind::RmsProp:
    case OptimizerKind::Adadelta:
      break;
  }
  return 2;
}

}  // namespace sempurna
