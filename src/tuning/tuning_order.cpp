#include "tuning/tuning_order.h"

#include <string_view>

#include "base/json_members.h"
#include "base/number.h"
#include "tuning/trial_json.h"

namespace sempurna {

template <typename Visitor, Of<NumberRange> R>
void members(Visitor& v, R& range) {
  v("name", range.name);
  v("min", range.min);
  v("max", range.max);
  v("scaling", range.scaling);
  v("is_integer", range.is_integer);
}

template <typename Visitor, Of<CategoricalRange> R>
void members(Visitor& v, R& range) {
  v("name", range.name);
  v("values", range.values);
}

template <typename Visitor, Of<ParameterRanges> R>
void members(Visitor& v, R& ranges) {
  v("numbers", ranges.numbers);
  v("categories", ranges.categories);
}

template <typename Visitor, Of<TuningPlan> P>
void members(Visitor& v, P& plan) {
  v("strategy", plan.strategy);
  v("ranges", plan.ranges);
  v("maximizes", plan.maximizes);
  v("seed", plan.seed);
  v("stops_early", plan.stops_early);
  v("min_resource", plan.min_resource);
  v("max_resource", plan.max_resource);
}

template <typename Visitor, Of<TuningObjective> O>
void members(Visitor& v, O& objective) {
  v("metric", objective.metric);
  v("figure", objective.figure);
  v("regex", objective.regex);
}

template <typename Visitor, Of<TuningLimits> L>
void members(Visitor& v, L& limits) {
  v("at_once", limits.at_once);
  v("trials", limits.trials);
  v("seconds", limits.seconds);
  v("target", limits.target);
  v("not_improving", limits.not_improving);
  v("until_converged", limits.until_converged);
}

namespace {

/// The part of an order that has its members declared.
struct Declared {
  TuningPlan plan;
  TuningObjective objective;
  TuningLimits limits;
  std::string model;
  int64_t epochs = 0;
  std::vector<Trial> parents;
};

template <typename Visitor, Of<Declared> D>
void members(Visitor& v, D& declared) {
  v("plan", declared.plan);
  v("objective", declared.objective);
  v("limits", declared.limits);
  v("model", declared.model);
  v("epochs", declared.epochs);
  v("parents", declared.parents);
}

}  // namespace

Json to_json(const TuningOrder& order) {
  Json json = to_json(Declared{order.plan, order.objective, order.limits, order.model, order.epochs,
                               order.parents});
  json["trial"] = to_json(order.trial);
  json["asked"] = order.asked;
  return json;
}

TuningOrder read_tuning_order(const Json& json) {
  constexpr auto kWhat = "the record of what a tuning job does";
  auto declared = from_json<Declared>(json, kWhat);
  const JsonPlace order(json, kWhat);
  order.member("trial").expect(json.contains("trial"), "there");
  order.member("asked").expect(json.contains("asked") && json["asked"].is_object(), "an object");
  return {.plan = std::move(declared.plan),
          .objective = std::move(declared.objective),
          .limits = declared.limits,
          .model = std::move(declared.model),
          .epochs = declared.epochs,
          .trial = read_training_request(json["trial"]),
          .asked = json["asked"],
          .parents = std::move(declared.parents)};
}

TrialRequest trial_request(const TuningOrder& order, const std::string& name,
                           const Values& values) {
  TrialRequest of{order.trial, order.asked};
  of.request.name = name;
  for (const auto& [parameter, value] : values) {
    of.request.hyperparameters[parameter] = value;
    of.asked["HyperParameters"][parameter] = value;
  }
  of.asked["HyperParameters"]["_tuning_objective_metric"] = order.objective.metric;
  // What one trial keeps is nothing for another to go on from.
  std::string& checkpoints = of.request.checkpoints;
  if (!checkpoints.empty()) {
    checkpoints += (checkpoints.ends_with('/') ? "" : "/") + name;
    of.asked["CheckpointConfig"]["S3Uri"] = checkpoints;
  }
  return of;
}

int64_t epochs_of(const TuningOrder& order, const Values& values) {
  for (const Values* known : {&values, &order.trial.hyperparameters}) {
    const auto found = known->find("epochs");
    if (found == known->end()) continue;
    // Categories of the SageMaker SDK are JSON: "\"5\"".
    std::string_view value = found->second;
    if (value.size() > 2 && value.starts_with('"')) value = value.substr(1, value.size() - 2);
    return read_number<int64_t>(value).value_or(0);
  }
  return order.epochs;
}

}  // namespace sempurna
