#include "tuning/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sempurna {

namespace {

constexpr double kImprovement = 0.01;
// So many that begin with failures tell that all will fail.
constexpr int64_t kFirst = 3;
// Trials that bring nothing for it to have converged, at least, and of all that have ended.
constexpr int64_t kConvergedAfter = 10;
constexpr int64_t kConvergedPart = 2;

bool is_better(bool maximizes, double a, double b) {
  return maximizes ? a > b : a < b;
}

/// In the order in which they ended.
std::vector<const TrialRecord*> with_objective(const std::vector<TrialRecord>& trials) {
  std::vector<const TrialRecord*> all;
  for (const TrialRecord& one : trials) {
    if (one.ended && one.trial.objective) all.push_back(&one);
  }
  std::stable_sort(all.begin(), all.end(), [](const TrialRecord* a, const TrialRecord* b) {
    return *a->ended < *b->ended;
  });
  return all;
}

bool has_reached(const TuningOrder& order, const std::vector<TrialRecord>& trials) {
  const TrialRecord* best = best_of(order.plan.maximizes, trials);
  return order.limits.target && best != nullptr &&
         !is_better(order.plan.maximizes, *order.limits.target, *best->trial.objective);
}

/// Why nothing will come of it, where the first that have ended had no objective. One that somebody
/// stopped tells nothing.
std::optional<std::string> hopeless(const TuningOrder& order,
                                    const std::vector<TrialRecord>& trials) {
  const TrialRecord* failed = nullptr;
  int64_t ended = 0;
  for (const TrialRecord& one : trials) {
    if (!one.ended) continue;
    if (one.trial.objective) return std::nullopt;
    if (one.status == "Stopped") continue;
    ++ended;
    if (failed == nullptr && one.status == "Failed") failed = &one;
  }
  const int64_t most = order.limits.trials;
  if (ended < (most > 0 ? std::min(kFirst, most) : kFirst)) return std::nullopt;
  if (failed == nullptr) {
    return fmt::format(
        "No objective metrics found after running {} training jobs. Please ensure that the metric "
        "{} is emitted as defined by the regular expression provided.",
        ended, order.objective.metric);
  }
  return fmt::format("All training jobs failed. The first, {}: {}", failed->name, failed->message);
}

}  // namespace

const TrialRecord* best_of(bool maximizes, const std::vector<TrialRecord>& trials) {
  const TrialRecord* best = nullptr;
  for (const TrialRecord& one : trials) {
    if (!one.ended || !one.trial.objective) continue;
    if (best == nullptr || is_better(maximizes, *one.trial.objective, *best->trial.objective)) {
      best = &one;
    }
  }
  return best;
}

int64_t not_improving(bool maximizes, const std::vector<TrialRecord>& trials) {
  std::optional<double> best;
  int64_t since = 0;
  for (const TrialRecord* one : with_objective(trials)) {
    const double value = *one->trial.objective;
    const double better =
        best.value_or(value) + (maximizes ? 1 : -1) * kImprovement * std::abs(best.value_or(value));
    const bool improves =
        !best || (is_better(maximizes, value, *best) && !is_better(maximizes, better, value));
    since = improves ? 0 : since + 1;
    if (!best || is_better(maximizes, value, *best)) best = value;
  }
  return since;
}

std::optional<TuningEnd> end_of(const TuningOrder& order, const std::vector<TrialRecord>& trials,
                                double seconds) {
  using enum TuningState;
  const TuningLimits& limits = order.limits;
  if (const auto why = hopeless(order, trials)) return TuningEnd{Failed, *why};
  if (has_reached(order, trials)) return TuningEnd{Completed};
  if (limits.seconds > 0 && seconds >= static_cast<double>(limits.seconds)) {
    return TuningEnd{Completed};
  }
  const int64_t since = not_improving(order.plan.maximizes, trials);
  if (limits.not_improving > 0 && since >= limits.not_improving) return TuningEnd{Completed};
  const auto ended = std::ssize(with_objective(trials));
  if (limits.until_converged && since >= std::max(kConvergedAfter, ended / kConvergedPart)) {
    return TuningEnd{.state = Completed, .has_converged = true};
  }
  return std::nullopt;
}

std::vector<Trial> judged(bool maximizes, const std::vector<TrialRecord>& trials) {
  std::vector<Trial> all;
  for (const TrialRecord& one : trials) {
    Trial trial = one.trial;
    if (one.lost_after > 0 && trial.state == TrialState::Succeeded) {
      const auto counted =
          std::min<size_t>(static_cast<size_t>(one.lost_after), trial.by_epoch.size());
      trial.by_epoch.resize(counted);
      if (counted > 0) {
        const auto [least, most] = std::ranges::minmax(trial.by_epoch);
        trial.objective = maximizes ? most : least;
      }
    }
    all.push_back(std::move(trial));
  }
  return all;
}

}  // namespace sempurna
