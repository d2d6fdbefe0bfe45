#include "api/sagemaker/warm_start.h"

#include <algorithm>

#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_job.h"
#include "api/sagemaker/requested_ranges.h"
#include "base/ascii.h"
#include "base/number.h"
#include "catalog/hyperparameters.h"
#include "tuning/completion.h"
#include "tuning/tuning_jobs.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kMostChanges = 10;

/// What a tuning job does about a hyperparameter.
struct Handling {
  enum class Kind { Static, Integer, Continuous, Categorical };
  Kind kind = Kind::Static;
  std::string value = {};                ///< of a static one
  std::vector<std::string> values = {};  ///< of a categorical one
};
using Handlings = std::map<std::string, Handling>;

std::string_view words(Handling::Kind kind) {
  constexpr std::string_view kWords[] = {"static", "an integer", "continuous", "categorical"};
  return kWords[static_cast<size_t>(kind)];
}

Handlings handlings_of(const JsonMap& definition, const ParameterRanges& ranges) {
  using enum Handling::Kind;
  Handlings all;
  if (const JsonMap* values = member(definition, {"StaticHyperParameters"})) {
    for (const auto& [name, value] : values->items()) {
      if (is_toolkit_hyperparameter(name)) continue;
      all[name] = {.value = plain_value(value.get<std::string>())};
    }
  }
  for (const NumberRange& range : ranges.numbers) {
    all[range.name] = {.kind = range.is_integer ? Integer : Continuous};
  }
  for (const CategoricalRange& range : ranges.categories) {
    all[range.name] = {.kind = Categorical, .values = range.values};
  }
  return all;
}

/// As AWS counts: each value of a categorical one by itself.
int64_t changes_between(const Handling& before, const Handling& now) {
  const auto values =
      std::max<int64_t>(1, std::max(std::ssize(before.values), std::ssize(now.values)));
  if (before.kind != now.kind) return values;
  return before.value == now.value ? 0 : 1;
}

void check_handlings(const TuningRecord& parent, const Handlings& before, const Handlings& now) {
  if (before.size() != now.size()) {
    throw not_valid(
        "WarmStartConfig: {} has {} hyperparameters, static and tunable ones together, and the new "
        "tuning job {}; there must be as many",
        parent.name, before.size(), now.size());
  }
  int64_t changes = 0;
  for (const auto& [name, handling] : now) {
    const auto known = before.find(name);
    if (known == before.end()) {
      ++changes;
      continue;
    }
    const Handling& old = known->second;
    const bool are_tuned =
        old.kind != Handling::Kind::Static && handling.kind != Handling::Kind::Static;
    if (are_tuned && old.kind != handling.kind) {
      throw not_valid(
          "WarmStartConfig: the hyperparameter {} is {} in {}, and {} now; its type "
          "must stay the same",
          name, words(old.kind), parent.name, words(handling.kind));
    }
    changes += changes_between(old, handling);
  }
  if (changes > kMostChanges) {
    throw not_valid(
        "WarmStartConfig: {} changes of hyperparameters since {}, but at most {} are "
        "possible; each value of a categorical one counts",
        changes, parent.name, kMostChanges);
  }
}

void check_objective(const TuningRecord& parent, const RequestedTuning& tuning) {
  if (parent.order.objective.metric == tuning.objective.metric &&
      parent.order.plan.maximizes == tuning.plan.maximizes) {
    return;
  }
  throw not_valid(
      "WarmStartConfig: the objective of {} is to {} {}; that of the new tuning job "
      "must be the same",
      parent.name, parent.order.plan.maximizes ? "maximize" : "minimize",
      parent.order.objective.metric);
}

void check_identical(const TuningRecord& parent, const JsonMap& before, const JsonMap& now) {
  const auto check = [&](std::initializer_list<const char*> path, std::string_view said) {
    const JsonMap* old = member(before, path);
    const JsonMap* fresh = member(now, path);
    if ((old == nullptr ? JsonMap() : *old) == (fresh == nullptr ? JsonMap() : *fresh)) return;
    throw not_valid(
        "WarmStartConfig: {} is another than that of {}; with other data or another algorithm the "
        "WarmStartType is TransferLearning",
        said, parent.name);
  };
  check({"InputDataConfig"}, "InputDataConfig");
  check({"AlgorithmSpecification", "TrainingImage"}, "AlgorithmSpecification.TrainingImage");
  check({"AlgorithmSpecification", "AlgorithmName"}, "AlgorithmSpecification.AlgorithmName");
}

bool is_within(const ParameterRanges& ranges, const Values& values) {
  const auto value_of = [&](const std::string& name) { return values.find(name)->second; };
  return std::ranges::all_of(ranges.numbers,
                             [&](const NumberRange& range) {
                               const auto number = read_number<double>(value_of(range.name));
                               return number && *number >= range.min && *number <= range.max;
                             }) &&
         std::ranges::all_of(ranges.categories, [&](const CategoricalRange& range) {
           return std::ranges::find(range.values, value_of(range.name)) != range.values.end();
         });
}

/// A trial of another tuning job as one of this; empty: it is none.
std::optional<Trial> taken_over(Trial trial, const Handlings& before,
                                const ParameterRanges& ranges) {
  Values values;
  const auto take = [&](const std::string& name) {
    if (const auto tuned = trial.values.find(name); tuned != trial.values.end()) {
      values[name] = tuned->second;
    } else if (const auto set = before.find(name); set != before.end()) {
      values[name] = set->second.value;
    }
    return values.contains(name);
  };
  const bool has_all =
      std::ranges::all_of(ranges.numbers, [&](const auto& range) { return take(range.name); }) &&
      std::ranges::all_of(ranges.categories, [&](const auto& range) { return take(range.name); });
  if (!has_all || !is_within(ranges, values)) return std::nullopt;
  trial.values = std::move(values);
  return trial;
}

JsonMap definition_in(const TuningRecord& parent) {
  return definition_of(JsonMap::parse(parent.asked.dump()));
}

}  // namespace

std::vector<TuningRecord> warm_start_parents(const json::Operation& op,
                                             const RequestedTuning& tuning) {
  std::vector<TuningRecord> parents;
  const JsonMap* config = member(op.input, {"WarmStartConfig"});
  if (config == nullptr) return parents;
  const bool is_identical = text(*config, {"WarmStartType"}) == "IdenticalDataAndAlgorithm";
  const Handlings now = handlings_of(tuning.definition, tuning.plan.ranges);
  for (const JsonMap& each : *member(*config, {"ParentHyperParameterTuningJobs"})) {
    const std::string name = text(each, {"HyperParameterTuningJobName"});
    auto parent = op.services.tuning->find(name);
    if (!parent) {
      throw not_valid("WarmStartConfig: there is no tuning job {} to learn from", name);
    }
    if (is_at_work(parent->state)) {
      throw not_valid(
          "WarmStartConfig: the tuning job {} has not ended; wait until it is "
          "Completed, Stopped or Failed",
          parent->name);
    }
    if (std::ranges::any_of(parents, [&](const auto& one) { return one.name == parent->name; })) {
      throw not_valid("WarmStartConfig names the tuning job {} twice", parent->name);
    }
    const JsonMap definition = definition_in(*parent);
    check_objective(*parent, tuning);
    check_handlings(*parent, handlings_of(definition, parent->order.plan.ranges), now);
    if (is_identical) check_identical(*parent, definition, tuning.definition);
    parents.push_back(std::move(*parent));
  }
  return parents;
}

void limit_trials(const json::Operation& op, const std::vector<TuningRecord>& parents,
                  TuningLimits& limits) {
  int64_t of_parents = 0;
  for (const TuningRecord& parent : parents) {
    of_parents += std::ssize(op.services.tuning->trials(parent.name));
  }
  if (limits.trials == 0) limits.trials = std::max<int64_t>(1, kMostTrials - of_parents);
  if (of_parents + limits.trials <= kMostTrials) return;
  throw not_valid(
      "WarmStartConfig: with the training jobs of the parents there may be {} of them, but at most "
      "{} are possible; lower MaxNumberOfTrainingJobs, or name fewer parents",
      of_parents + limits.trials, kMostTrials);
}

std::vector<Trial> warm_start_trials(const json::Operation& op,
                                     const std::vector<TuningRecord>& parents,
                                     const RequestedTuning& tuning) {
  std::vector<Trial> all;
  for (const TuningRecord& parent : parents) {
    const Handlings before = handlings_of(definition_in(parent), parent.order.plan.ranges);
    const auto trials = op.services.tuning->trials(parent.name);
    for (Trial& trial : judged(parent.order.plan.maximizes, trials)) {
      if (auto taken = taken_over(std::move(trial), before, tuning.plan.ranges)) {
        all.push_back(std::move(*taken));
      }
    }
  }
  return all;
}

}  // namespace sempurna::sagemaker
