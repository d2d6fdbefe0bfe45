#pragma once

#include <type_traits>

#include "base/json_members.h"
#include "tuning/trial.h"

namespace sempurna {

/// A trial as it is kept. One that is read has ended: who keeps others too knows which have not.
template <typename Visitor, Of<Trial> T>
void members(Visitor& v, T& trial) {
  Named<std::string> values(trial.values.begin(), trial.values.end());
  v("values", values);
  v("objective", trial.objective);
  v("by_epoch", trial.by_epoch);
  v("epochs", trial.epochs);
  if constexpr (!std::is_const_v<T>) {
    trial.values = Values(values.begin(), values.end());
    trial.state = trial.objective ? TrialState::Succeeded : TrialState::Failed;
  }
}

}  // namespace sempurna
