#include "tuning/trial_metric.h"

#include <fmt/format.h>

#include <cmath>

#include "base/error.h"
#include "jobs/log_metrics.h"
#include "report/run_record.h"

namespace sempurna {

namespace {

// What an epoch tells of the training data, and of the validation data beside that.
constexpr std::string_view kOfTraining = "loss accuracy";
constexpr std::string_view kOfValidation = "loss accuracy precision recall auc prc macro_f1";

// What stands before a figure's name in SageMaker's own algorithms, in the cards' specs and in what
// a run says.
struct Prefix {
  std::string_view of_metric;
  std::string_view of_figure;
  std::string_view figures;
};
constexpr Prefix kPrefixes[] = {{"validation:", "val_", kOfValidation},
                                {"sempurna:val-", "val_", kOfValidation},
                                {"val_", "val_", kOfValidation},
                                {"train:", "", kOfTraining},
                                {"", "", kOfTraining}};

bool has_word(std::string_view words, std::string_view wanted) {
  return !wanted.empty() && wanted.find(' ') == std::string_view::npos &&
         fmt::format(" {} ", words).find(fmt::format(" {} ", wanted)) != std::string::npos;
}

std::optional<double> value_in(const TuningObjective& objective, const Json& event) {
  if (objective.figure.empty()) {
    const LogLine line{.text = event.value("message", "")};
    const auto found = log_metrics({line}, {{objective.metric, objective.regex}});
    return found.empty() ? std::nullopt : std::optional(found.front().value);
  }
  const auto value = event.find(objective.figure);
  if (value == event.end() || !value->is_number()) return std::nullopt;
  const double number = value->get<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<double> of_best_epoch(const TuningObjective& objective, const JobRecord& job) {
  if (job.facts.is_null()) return std::nullopt;
  const RunRecord run = read_record(job.facts, job.name);
  const EpochRecord* best = run.best();
  return best == nullptr ? std::nullopt : figure(best->figures, objective.figure);
}

std::optional<double> last_said(const TuningObjective& objective, const JobRecord& job) {
  for (const LogMetric& metric : job.metrics) {
    if (metric.name == objective.metric) return metric.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> figure_of_metric(std::string_view metric) {
  for (const auto& [of_metric, of_figure, figures] : kPrefixes) {
    if (!metric.starts_with(of_metric)) continue;
    const std::string_view rest = metric.substr(of_metric.size());
    if (has_word(figures, rest)) return std::string(of_figure) + std::string(rest);
  }
  return std::nullopt;
}

TrialMetric::TrialMetric(const TuningObjective& objective, const JobFolder& job)
    : objective_(objective), progress_(job.progress(), false) {}

const std::vector<double>& TrialMetric::by_epoch() {
  for (const Json& event : progress_.next()) {
    if (event.value("event", "") != "epoch") continue;
    // A run that was gone on with may say an epoch again.
    const auto epoch = event.value("epoch", int64_t{0});
    const auto value = value_in(objective_, event);
    if (!value || epoch < 1 || epoch > std::ssize(by_epoch_) + 1) continue;
    by_epoch_.resize(static_cast<size_t>(epoch - 1));
    by_epoch_.push_back(*value);
  }
  return by_epoch_;
}

std::optional<double> final_objective(const TuningObjective& objective, const JobRecord& job,
                                      const std::vector<double>& by_epoch) {
  if (job.state() == JobState::Failed) return std::nullopt;
  auto value = objective.figure.empty() ? last_said(objective, job) : of_best_epoch(objective, job);
  if (!value && !by_epoch.empty()) value = by_epoch.back();
  return value;
}

}  // namespace sempurna
