#include "report/run_record.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"

namespace sempurna {

namespace {

void expect_counts(const std::vector<int64_t>& counts, size_t classes, std::string_view channel,
                   std::string_view what) {
  if (counts.empty() || counts.size() == classes) return;
  throw Error(Code::DataCorrupt,
              "{}: its member \"data.{}\" must be a list of {} counts, one for each label", what,
              channel, classes);
}

void expect_square(const RunRecord& record, size_t k, std::string_view what) {
  const auto& confusion = record.evaluations[k].confusion;
  const size_t classes = record.data.labels.size();
  const bool square =
      confusion.empty() || (confusion.size() == classes &&
                            std::all_of(confusion.begin(), confusion.end(),
                                        [&](const auto& row) { return row.size() == classes; }));
  if (square) return;
  throw Error(Code::DataCorrupt,
              "{}: its member \"evaluations[{}].confusion\" must be {} rows of {} counts, one for "
              "each label",
              what, k, classes, classes);
}

}  // namespace

std::optional<double> figure(const Figures& figures, std::string_view name) {
  for (const auto& [known, value] : figures) {
    if (known == name) return value;
  }
  return std::nullopt;
}

std::string_view RunRecord::setting(std::string_view name) const {
  for (const auto& [known, value] : hyperparameters) {
    if (known == name) return value;
  }
  return {};
}

std::string RunRecord::chosen_by() const {
  if (hyperparameters.empty()) return {};
  const std::string_view metric = setting("eval_metric");  // of some tasks there is one alone
  return fmt::format("{}{}", data.validation.empty() ? "" : "val_",
                     metric.empty() ? "accuracy" : metric);
}

const EpochRecord* RunRecord::best() const {
  for (const EpochRecord& epoch : history) {
    if (epoch.epoch == best_epoch) return &epoch;
  }
  return nullptr;
}

const EvaluationRecord* RunRecord::evaluation(std::string_view name) const {
  for (const EvaluationRecord& evaluation : evaluations) {
    if (evaluation.name == name) return &evaluation;
  }
  return nullptr;
}

RunRecord brief(RunRecord record) {
  record.findings.clear();
  for (EvaluationRecord& evaluation : record.evaluations) {
    evaluation.confusion.clear();
    evaluation.classes.clear();
    evaluation.worst_errors.clear();
  }
  return record;
}

RunRecord read_record(const Json& json, std::string_view what) {
  auto record = from_json<RunRecord>(json, what);
  const size_t classes = record.data.labels.size();
  expect_counts(record.data.training, classes, "training", what);
  expect_counts(record.data.validation, classes, "validation", what);
  expect_counts(record.data.test, classes, "test", what);
  for (size_t k = 0; k < record.evaluations.size(); ++k) expect_square(record, k, what);
  return record;
}

}  // namespace sempurna
