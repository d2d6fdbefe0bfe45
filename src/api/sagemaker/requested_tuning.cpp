#include "api/sagemaker/requested_tuning.h"

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_job.h"
#include "api/sagemaker/requested_ranges.h"
#include "base/number.h"
#include "base/shown.h"
#include "tuning/trial_metric.h"

namespace sempurna::sagemaker {

namespace {

// Source: AWS, "Amazon SageMaker AI endpoints and quotas".
constexpr int64_t kMostAtOnce = 100;

constexpr MemberRow kRefused[] = {
    {"Autotune", "give ParameterRanges and the objective yourself"},
};

// Of a definition, what is no member of a training job.
constexpr const char* kOfTuning[] = {"DefinitionName", "TuningObjective", "HyperParameterRanges",
                                     "StaticHyperParameters", "HyperParameterTuningResourceConfig"};

const JsonMap& config_of(const JsonMap& asked) {
  return *member(asked, {"HyperParameterTuningJobConfig"});
}

/// What TrainingJobDefinition leaves to the configuration, and each of TrainingJobDefinitions has
/// itself.
const JsonMap* of_either(const JsonMap& asked, const char* of_config, const char* of_definition) {
  const JsonMap* in_config = member(config_of(asked), {of_config});
  const JsonMap* in_definition = member(definition_of(asked), {of_definition});
  if (in_config != nullptr && in_definition != nullptr) {
    throw not_valid(
        "HyperParameterTuningJobConfig.{} and {} of the definition say the same; give "
        "one of them",
        of_config, of_definition);
  }
  return in_config != nullptr ? in_config : in_definition;
}

TuningObjective objective_in(const JsonMap& asked, const JsonMap& definition) {
  TuningObjective objective{.metric = text(objective_of(asked), {"MetricName"})};
  const JsonMap* known = member(definition, {"AlgorithmSpecification", "MetricDefinitions"});
  for (const JsonMap& each : known == nullptr ? JsonMap::array() : *known) {
    if (text(each, {"Name"}) != objective.metric) continue;
    objective.regex = text(each, {"Regex"});
    return objective;
  }
  const auto figure = figure_of_metric(objective.metric);
  if (!figure) {
    throw not_valid(
        "A metric is required for this hyperparameter tuning job objective. Provide a metric in "
        "the metric definitions. (There is no definition of {}, and no metric of that name here; "
        "validation:accuracy is one.)",
        shown(objective.metric));
  }
  objective.figure = *figure;
  return objective;
}

int64_t number_in(const JsonMap& config, std::initializer_list<const char*> path) {
  const JsonMap* number = member(config, path);
  return number == nullptr ? 0 : number->get<int64_t>();
}

TuningLimits limits_in(const JsonMap& config) {
  TuningLimits limits{
      .at_once = number_in(config, {"ResourceLimits", "MaxParallelTrainingJobs"}),
      .trials = number_in(config, {"ResourceLimits", "MaxNumberOfTrainingJobs"}),
      .seconds = number_in(config, {"ResourceLimits", "MaxRuntimeInSeconds"}),
      .not_improving =
          number_in(config, {"TuningJobCompletionCriteria", "BestObjectiveNotImproving",
                             "MaxNumberOfTrainingJobsNotImproving"}),
      .until_converged = text(config, {"TuningJobCompletionCriteria", "ConvergenceDetected",
                                       "CompleteOnConvergence"}) == "Enabled"};
  if (const JsonMap* target =
          member(config, {"TuningJobCompletionCriteria", "TargetObjectiveMetricValue"})) {
    limits.target = target->get<double>();
  }
  if (limits.at_once > kMostAtOnce) {
    throw not_valid("ResourceLimits.MaxParallelTrainingJobs is {}, but at most {} are possible",
                    limits.at_once, kMostAtOnce);
  }
  if (limits.trials > kMostTrials) {
    throw not_valid("ResourceLimits.MaxNumberOfTrainingJobs is {}, but at most {} are possible",
                    limits.trials, kMostTrials);
  }
  return limits;
}

/// How many trials there are at most, by what can be tried.
void limit_by_ranges(const TuningPlan& plan, TuningLimits& limits) {
  const auto all =
      plan.strategy == Strategy::Grid ? combinations(plan.ranges) : distinct_values(plan.ranges);
  if (all && limits.trials > *all) {
    throw not_valid(
        "You don't have enough combinations of hyperparameter ranges. The total number of "
        "hyperparameter combinations for the provided ranges [{:.1f}] must be equal or greater "
        "than the value of MaxNumberOfJobs, [{}]. Widen ParameterRanges, or lower "
        "MaxNumberOfTrainingJobs",
        static_cast<double>(*all), limits.trials);
  }
  if (plan.strategy == Strategy::Grid) {
    if (limits.trials > 0 && limits.trials != *all) {
      throw not_valid(
          "Grid tries all {} combinations of ParameterRanges, but MaxNumberOfTrainingJobs is {}; "
          "leave it out",
          *all, limits.trials);
    }
    if (*all > kMostTrials) {
      throw not_valid("ParameterRanges have {} combinations, but Grid tries at most {}", *all,
                      kMostTrials);
    }
    limits.trials = *all;
  }
  if (limits.trials == 0 && limits.seconds == 0 && limits.not_improving == 0 &&
      !limits.until_converged) {
    throw not_valid(
        "nothing says when the tuning job ends: give ResourceLimits.MaxNumberOfTrainingJobs, or "
        "MaxRuntimeInSeconds, or the completion criterion BestObjectiveNotImproving or "
        "ConvergenceDetected");
  }
}

TuningPlan plan_in(const JsonMap& asked, const JsonMap& definition) {
  const JsonMap& config = config_of(asked);
  TuningPlan plan;
  plan.strategy = choice_named<Strategy>(text(config, {"Strategy"})).value();
  const JsonMap* ranges = of_either(asked, "ParameterRanges", "HyperParameterRanges");
  plan.ranges = requested_ranges(ranges == nullptr ? JsonMap::object() : *ranges);
  plan.maximizes = text(objective_of(asked), {"Type"}) == "Maximize";
  plan.stops_early = text(config, {"TrainingJobEarlyStoppingType"}) == "Auto";
  const JsonMap* hyperband = member(config, {"StrategyConfig", "HyperbandStrategyConfig"});
  if (plan.strategy == Strategy::Hyperband) {
    const JsonMap none = JsonMap::object();
    const JsonMap& said = hyperband == nullptr ? none : *hyperband;
    plan.min_resource = std::max<int64_t>(1, number_in(said, {"MinResource"}));
    plan.max_resource = number_in(said, {"MaxResource"});
    if (plan.max_resource == 0) {
      const std::string epochs = text(definition, {"StaticHyperParameters", "epochs"});
      plan.max_resource = read_number<int64_t>(plain_value(epochs)).value_or(0);
    }
    if (plan.max_resource == 0) {
      throw not_valid(
          "Hyperband needs to know for how many epochs a trial trains at most: give epochs in "
          "StaticHyperParameters, or StrategyConfig.HyperbandStrategyConfig.MaxResource");
    }
  } else if (hyperband != nullptr) {
    throw not_valid(
        "StrategyConfig.HyperbandStrategyConfig is for the strategy Hyperband, and not "
        "for {}; leave it out",
        name(plan.strategy));
  }
  if (const auto fault = fault_of(plan.ranges)) throw not_valid("ParameterRanges: {}", *fault);
  if (const auto fault = fault_of(plan)) throw not_valid("{}", *fault);
  return plan;
}

/// The instances of the definition's own member as those of a training job.
void take_instances(const JsonMap& definition, JsonMap& training) {
  const JsonMap* own = member(definition, {"HyperParameterTuningResourceConfig"});
  if (own == nullptr && !training.contains("ResourceConfig")) {
    throw not_valid("the definition of the training jobs has no ResourceConfig; give one");
  }
  if (own == nullptr) return;
  if (training.contains("ResourceConfig")) {
    throw not_valid(
        "the definition has both ResourceConfig and "
        "HyperParameterTuningResourceConfig; give one of them");
  }
  JsonMap& instances = training["ResourceConfig"] = *own;
  instances.erase("AllocationStrategy");
  const JsonMap* configs = member(*own, {"InstanceConfigs"});
  if (configs == nullptr) return;
  if (own->contains("InstanceType")) {
    throw not_valid(
        "HyperParameterTuningResourceConfig has both InstanceType and InstanceConfigs; "
        "give one of them");
  }
  // By their priority; here any is there.
  instances.erase("InstanceConfigs");
  instances.update(configs->front());
}

}  // namespace

const JsonMap& definition_of(const JsonMap& asked) {
  const JsonMap* one = member(asked, {"TrainingJobDefinition"});
  const JsonMap* several = member(asked, {"TrainingJobDefinitions"});
  if (one != nullptr && several != nullptr) {
    throw not_valid("give TrainingJobDefinition or TrainingJobDefinitions, not both");
  }
  if (one != nullptr) return *one;
  if (several == nullptr) {
    throw not_valid("TrainingJobDefinition is missing: it says what the training jobs are");
  }
  if (several->size() > 1) {
    throw not_valid(
        "TrainingJobDefinitions with {} definitions is not served: a tuning job here "
        "has one; create one for each",
        several->size());
  }
  return several->front();
}

const JsonMap& objective_of(const JsonMap& asked) {
  const JsonMap* objective =
      of_either(asked, "HyperParameterTuningJobObjective", "TuningObjective");
  if (objective == nullptr) {
    throw not_valid(
        "A metric is required for this hyperparameter tuning job objective. Give "
        "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective");
  }
  return *objective;
}

JsonMap training_of(const JsonMap& definition) {
  JsonMap training = definition;
  for (const char* own : kOfTuning) training.erase(own);
  if (const JsonMap* values = member(definition, {"StaticHyperParameters"})) {
    training["HyperParameters"] = *values;
  }
  take_instances(definition, training);
  return training;
}

RequestedTuning requested_tuning(const JsonMap& asked, const std::string& name) {
  refuse_members(asked, kRefused);
  RequestedTuning tuning;
  tuning.definition = definition_of(asked);
  tuning.training = training_of(tuning.definition);
  tuning.training["TrainingJobName"] = name;
  if (const JsonMap* tags = member(asked, {"Tags"})) tuning.training["Tags"] = *tags;
  tuning.objective = objective_in(asked, tuning.definition);
  tuning.plan = plan_in(asked, tuning.definition);
  tuning.limits = limits_in(config_of(asked));
  limit_by_ranges(tuning.plan, tuning.limits);
  return tuning;
}

}  // namespace sempurna::sagemaker
