#include "train/run_evaluation.h"

#include <fmt/core.h>

#include <utility>

#include "base/error.h"
#include "dataset/statistics.h"
#include "tensor/guard.h"
#include "train/batch_examples.h"
#include "train/evaluate.h"
#include "train/evaluation_record.h"
#include "train/stop_signals.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

Predictions predict(BuiltRun& built, ExampleSource& source, const DataPart& part,
                    const JobData& data, Progress& progress) {
  return evaluate(*built.model, source, built.plan, std::ssize(data.labels), kEvaluationBatch,
                  [&](int64_t done) {
                    if (stop_requested()) throw_stopped();
                    progress.step({.phase = part.name, .step = done, .steps = source.size()});
                  });
}

EvaluationRecord evaluation_of(const Predictions& predictions, const BuiltRun& built,
                               const DataPart& part, const JobData& data) {
  const Metrics metrics = compute_metrics(predictions, built.plan.loss.binary);
  EvaluationRecord record = evaluation_record(part.name, metrics, data.labels);
  record.majority_baseline = majority_baseline(data.training.counts, part.counts);
  record.linear_baseline = part.linear_baseline;
  for (const int64_t position : worst_errors(predictions)) {
    WrongAnswer error = part.locate(position);
    const int64_t truth = predictions.labels[static_cast<size_t>(position)];
    const int64_t answer = predictions.predicted(position);
    error.label = data.labels.at(static_cast<size_t>(truth));
    error.predicted = data.labels.at(static_cast<size_t>(answer));
    error.label_probability = predictions.probability(position, truth);
    error.predicted_probability = predictions.probability(position, answer);
    record.worst_errors.push_back(std::move(error));
  }
  return record;
}

Finding not_measured(const Error& error) {
  Finding finding;
  finding.severity = Severity::Warning;
  finding.code = "test-not-measured";
  finding.message =
      fmt::format("the test channel could not be measured ({}); the model is kept", error.what());
  finding.remedy = "mend the data and measure it with sempurna evaluate";
  return finding;
}

}  // namespace

RunEvaluation measure(BuiltRun& built, const RunExamples& examples, const JobData& data,
                      const RunInput& input, std::optional<Predictions> validation,
                      const std::function<void(const Predictions&)>& on_validation,
                      Progress& progress) {
  RunEvaluation evaluation;
  if (data.validation) {
    const DataPart& part = *data.validation;
    if (!validation) validation = predict(built, *examples.validation, part, data, progress);
    on_validation(*validation);
    evaluation.parts.push_back(evaluation_of(*validation, built, part, data));
  }
  if (!data.test) return evaluation;
  try {
    with_torch_errors([&] {
      BatchExamples test(*data.test->source, input.threads, built.plan.place.device);
      evaluation.parts.push_back(
          evaluation_of(predict(built, test, *data.test, data, progress), built, *data.test, data));
    });
  } catch (const Error& error) {
    // Of several ranks the others may still wait for this one's part.
    if (error.code() == Code::Cancelled || !built.plan.place.world.get().alone()) throw;
    // The model is trained; no test may cost it.
    evaluation.findings.push_back(not_measured(error));
    progress.write("finding", {{"finding", to_json(evaluation.findings.back())}});
  }
  return evaluation;
}

}  // namespace sempurna
