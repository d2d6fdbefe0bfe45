#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tuning/tuning_records.h"

namespace sempurna {

/// The best of the trials that have ended with an objective, the first of several; null: none has.
const TrialRecord* best_of(bool maximizes, const std::vector<TrialRecord>& trials);

/// How many trials with an objective have ended, one after the other, since the last that was
/// better than the best before it by a hundredth of that.
int64_t not_improving(bool maximizes, const std::vector<TrialRecord>& trials);

/// What a tuning job is to become.
struct TuningEnd {
  TuningState state;
  std::string message = {};  ///< why it failed
  bool has_converged = false;
};

/// Whether no further trial is to begin, and what is at work is to be stopped, given the seconds
/// that it has been worked on: a limit is reached, or nothing comes of it. Trials that have all
/// begun end by themselves: that is no case of this.
std::optional<TuningEnd> end_of(const TuningOrder& order, const std::vector<TrialRecord>& trials,
                                double seconds);

/// The trials as strategies see them. Of one that was losing nothing counts that came after the
/// epoch which told, so that what is tried next does not depend on how soon it could be stopped.
std::vector<Trial> judged(bool maximizes, const std::vector<TrialRecord>& trials);

}  // namespace sempurna
