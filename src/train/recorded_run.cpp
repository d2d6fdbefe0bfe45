#include "train/recorded_run.h"

#include <torch/version.h>

#include "base/version.h"
#include "catalog/hyperparameters.h"
#include "train/precision.h"

namespace sempurna {

namespace {

ParentRecord parent_of(const RunInput& input) {
  return {input.model_id, input.parent.model_type, input.parent.hash,
          input.parent.top_layer.has_value(), input.fresh_head ? "reinitialized" : "kept"};
}

DataRecord data_of(const JobData& data) {
  DataRecord record{data.hash, data.labels, data.training.counts, {}, {}, data.split};
  if (data.validation) record.validation = data.validation->counts;
  if (data.test) record.test = data.test->counts;
  return record;
}

Findings findings_of(const JobFolder& job, const TrainedRun& run) {
  const std::string here = (job.root / "input" / "data").string() + "/";
  const auto travelling = [&](std::string text) {
    for (size_t at; (at = text.find(here)) != std::string::npos;) text.erase(at, here.size());
    return text;
  };
  Findings all = run.data.findings;
  all.insert(all.end(), run.evaluation.findings.begin(), run.evaluation.findings.end());
  for (Finding& finding : all) {
    finding.file = travelling(finding.file);
    finding.message = travelling(finding.message);
    finding.remedy = travelling(finding.remedy);
  }
  return all;
}

}  // namespace

RunRecord record_of(const JobFolder& job, const TrainedRun& run) {
  const TrainingPlan& plan = run.built.plan;
  RunRecord record;
  record.task = name(plan.task);
  record.parent = parent_of(run.input);
  record.ancestry = run.input.ancestry;
  record.model = {run.built.size.parameters, run.built.size.trained_parameters};
  record.data = data_of(run.data);
  record.hyperparameters =
      hyperparameter_fields(run.input.parent.kind()).values(plan.hyperparameters);
  record.precision = name(plan.precision);
  record.threads = run.input.threads;
  record.best_epoch = run.outcome.best_epoch + 1;
  record.history = run.outcome.history;
  record.evaluations = run.evaluation.parts;
  record.versions = {version(), TORCH_VERSION};
  record.findings = findings_of(job, run);
  return record;
}

}  // namespace sempurna
