#include "api/sagemaker/requested_ranges.h"

#include <algorithm>
#include <set>

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_job.h"
#include "base/number.h"
#include "base/shown.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"
#include "jobs/job_memory.h"

namespace sempurna::sagemaker {

namespace {

constexpr MemberRow kRefusedOfRanges[] = {
    {"AutoParameters", "give the range of each hyperparameter yourself"},
};

// Figures that a run has in binary_mode alone.
constexpr std::string_view kBinary[] = {"precision", "recall", "auc", "prc"};

template <typename Number>
double end_of(const JsonMap& range, const char* list, const char* end) {
  const std::string value = text(range, {end});
  const auto number = read_number<Number>(plain_value(value));
  if (!number) {
    throw not_valid("ParameterRanges.{}: {} of {} is '{}', but must be {}", list, end,
                    text(range, {"Name"}), shown(value),
                    std::is_integral_v<Number> ? "a whole number" : "a number");
  }
  return static_cast<double>(*number);
}

template <typename Number>
void take_numbers(const JsonMap& ranges, const char* list, ParameterRanges& all) {
  const JsonMap* given = member(ranges, {list});
  for (const JsonMap& range : given == nullptr ? JsonMap::array() : *given) {
    const std::string scaling = text(range, {"ScalingType"});
    all.numbers.push_back({.name = text(range, {"Name"}),
                           .min = end_of<Number>(range, list, "MinValue"),
                           .max = end_of<Number>(range, list, "MaxValue"),
                           .scaling = choice_named<Scaling>(scaling).value_or(Scaling::Auto),
                           .is_integer = std::is_integral_v<Number>});
  }
}

/// The values of a trial that can be looked at before there is one.
class Corners {
 public:
  Corners(const JobParent& parent, const ParameterRanges& ranges, const TrainingRequest& request)
      : parent_(parent),
        fields_(hyperparameter_fields(parent.kind())),
        ranges_(ranges),
        request_(request) {}

  /// Each name is one of the model's, which is not set for all trials too, and each value is one
  /// that it may have.
  void check_each() const {
    for (const auto& [name, value] : request_.hyperparameters) {
      Hyperparameters h;
      fields_.set(h, name, value);
    }
    for (const NumberRange& range : ranges_.numbers) {
      const Field& field = checked(range.name);
      if (!range.is_integer && field.type == Field::Type::Integer) {
        throw not_valid(
            "ParameterRanges: {} is a whole number, so it is tuned by "
            "IntegerParameterRanges, not ContinuousParameterRanges",
            range.name);
      }
      for (const double end : {range.min, range.max}) check_value(range.name, text_of(range, end));
    }
    for (const CategoricalRange& range : ranges_.categories) {
      checked(range.name);
      for (const std::string& value : range.values) check_value(range.name, value);
    }
  }

  /// All at their least, all at their most, and each category; calls `look` with what that makes.
  template <typename Look>
  void visit(Look look) const {
    Values least;
    Values most;
    for (const NumberRange& range : ranges_.numbers) {
      least[range.name] = text_of(range, range.min);
      most[range.name] = text_of(range, range.max);
    }
    for (const CategoricalRange& range : ranges_.categories) {
      least[range.name] = most[range.name] = range.values.front();
    }
    look(least);
    look(most);
    for (const CategoricalRange& range : ranges_.categories) {
      for (const std::string& value : range.values) {
        Values changed = most;
        changed[range.name] = value;
        look(changed);
      }
    }
  }

  /// Throws where hyperparameters that are right by themselves do not go together.
  Hyperparameters read(const Values& tuned) const {
    const auto given = with(tuned).hyperparameters;
    try {
      return read_hyperparameters(parent_.kind(), parent_.card.defaults(given, false), given);
    } catch (const Error& error) {
      std::string values;
      for (const auto& [name, value] : tuned) {
        values += fmt::format("{}{}={}", values.empty() ? "" : ", ", name, shown(value));
      }
      throw not_valid("ParameterRanges: a training job with {} cannot be: {}", values,
                      error.what());
    }
  }

  TrainingRequest with(const Values& tuned) const {
    TrainingRequest request = request_;
    for (const auto& [name, value] : tuned) request.hyperparameters[name] = value;
    return request;
  }

 private:
  static std::string text_of(const NumberRange& range, double end) {
    return range.is_integer ? std::to_string(static_cast<int64_t>(end)) : fmt::format("{}", end);
  }

  const Field& checked(const std::string& name) const {
    const Field* field = fields_.find(name);
    if (field == nullptr) {
      std::vector<std::string> known;
      for (const Field& one : fields_.list()) known.push_back(one.name);
      throw not_valid("ParameterRanges: there is no hyperparameter {} of {}.{}", shown(name),
                      parent_.id, did_you_mean(name, known));
    }
    for (const auto& [set, value] : request_.hyperparameters) {
      if (fields_.find(set) != field) continue;
      throw not_valid(
          "{} is both in StaticHyperParameters and in ParameterRanges; leave it in one "
          "of them",
          set);
    }
    return *field;
  }

  void check_value(const std::string& name, const std::string& value) const {
    Hyperparameters h;
    try {
      fields_.set(h, name, value);
    } catch (const Error& error) {
      throw not_valid("ParameterRanges: {}", error.what());
    }
  }

  const JobParent& parent_;
  const Fields<Hyperparameters>& fields_;
  const ParameterRanges& ranges_;
  const TrainingRequest& request_;
};

/// `validates`: there are validation data.
void check_objective(const TuningObjective& objective, const Hyperparameters& h, bool validates) {
  std::string_view figure = objective.figure;
  if (!figure.starts_with("val_")) return;
  if (!validates) {
    throw not_valid(
        "the metric {} is of validation data, but there are none; give a channel "
        "'validation', or a validation_split_ratio above 0",
        objective.metric);
  }
  figure.remove_prefix(4);
  if (std::ranges::find(kBinary, figure) == std::end(kBinary) || h.binary_mode) return;
  throw not_valid(
      "the metric {} is there with the hyperparameter binary_mode True alone; set it, "
      "or choose another metric, validation:accuracy for instance",
      objective.metric);
}

}  // namespace

ParameterRanges requested_ranges(const JsonMap& ranges) {
  refuse_members(ranges, kRefusedOfRanges);
  ParameterRanges all;
  take_numbers<int64_t>(ranges, "IntegerParameterRanges", all);
  take_numbers<double>(ranges, "ContinuousParameterRanges", all);
  if (const JsonMap* given = member(ranges, {"CategoricalParameterRanges"})) {
    for (const JsonMap& range : *given) {
      CategoricalRange category{.name = text(range, {"Name"}), .values = {}};
      for (const JsonMap& value : *member(range, {"Values"})) {
        category.values.push_back(value.get<std::string>());
      }
      all.categories.push_back(std::move(category));
    }
  }
  return all;
}

JobParent check_tuned_model(const TuningPlan& plan, const TuningObjective& objective,
                            TrainingRequest& request) {
  JobParent parent = job_parent(Catalog::open(share_folder(), home_folder()), request.model);
  if (plan.strategy == Strategy::Hyperband &&
      hyperparameter_fields(parent.kind()).find("epochs") == nullptr) {
    throw not_valid(
        "Hyperband ends losing trials by their epochs, and {} has none; choose the strategy "
        "Bayesian, Random or Grid",
        parent.id);
  }
  std::vector<std::string> channels = {"training"};
  if (!request.validation.empty()) channels.emplace_back("validation");
  const Corners corners(parent, plan.ranges, request);
  corners.check_each();
  uint64_t memory = 0;
  corners.visit([&](const Values& values) {
    const Hyperparameters h = corners.read(values);
    check_channels(h, channels);
    check_objective(objective, h, channels.size() > 1 || h.validation_split_ratio > 0);
    memory = std::max(memory, least_memory(parent, corners.with(values)));
  });
  request.memory_bytes = memory;
  return parent;
}

}  // namespace sempurna::sagemaker
