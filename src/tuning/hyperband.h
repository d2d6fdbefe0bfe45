#pragma once

#include <cstdint>
#include <vector>

#include "tuning/strategy.h"

namespace sempurna {

/// Hyperband's eta: of the trials that come to a rung, one in so many goes on.
inline constexpr int64_t kEta = 3;

/// The epochs after which a trial of the bracket may be ended, in ascending order: MaxResource
/// divided by eta once and up to `bracket` times, rounded, as far as that is not below MinResource.
std::vector<int64_t> rungs_of(const TuningPlan& plan, int bracket);

/// The bracket of a trial, from 0 (which ends none early) to the largest that MinResource leaves
/// room for. Drawn by the seed and the trial's values, each in proportion to the number of trials
/// that Hyperband starts in it.
int bracket_of(const TuningPlan& plan, const Values& values);

/// Whether a trial is to be ended: at the last rung that it has come to it is not among the best
/// third of all that came there, of which there must be three at least. Also at MaxResource, where
/// it is known that it would go on.
///
/// Sources: Li et al., Hyperband (2017), algorithm 1, and A System for Massively Parallel
/// Hyperparameter Tuning (2018), algorithm 2. Other than there, a trial is not halted at a rung
/// until it is among the best: it goes on until it is not. And all brackets' trials are compared.
bool is_off_the_ladder(const TuningPlan& plan, const Trial& trial,
                       const std::vector<Trial>& others);

}  // namespace sempurna
