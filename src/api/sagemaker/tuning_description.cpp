#include "api/sagemaker/tuning_description.h"

#include <algorithm>

#include "api/sagemaker/description.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_tuning.h"
#include "jobs/training_jobs.h"
#include "tuning/completion.h"
#include "tuning/tuning_jobs.h"

namespace sempurna::sagemaker {

namespace {

std::string_view objective_status(const TrialRecord& trial) {
  if (!trial.ended) return "Pending";
  return trial.trial.objective ? "Succeeded" : "Failed";
}

int64_t count(const std::vector<TrialRecord>& trials, std::string_view status) {
  return std::ranges::count(trials, status, &TrialRecord::status);
}

/// A trial that failed fails again: nothing of it is tried once more.
Json status_counters(const std::vector<TrialRecord>& trials) {
  return {{"Completed", count(trials, "Completed")},
          {"InProgress", count(trials, "InProgress") + count(trials, "Stopping")},
          {"RetryableError", 0},
          {"NonRetryableError", count(trials, "Failed")},
          {"Stopped", count(trials, "Stopped")}};
}

Json objective_counters(const std::vector<TrialRecord>& trials) {
  Json counters = Json::object();
  for (const char* status : {"Succeeded", "Pending", "Failed"}) {
    counters[status] = std::ranges::count(trials, status, objective_status);
  }
  return counters;
}

void add_times(Json& all, const TuningRecord& job) {
  all["CreationTime"] = epoch_seconds(job.created);
  all["LastModifiedTime"] = epoch_seconds(job.changed);
  if (job.ended) all["HyperParameterTuningEndTime"] = epoch_seconds(*job.ended);
}

/// The best of a warm start with the same data, where the trials of the parents count too.
Json overall_best(const json::Operation& op, const TuningRecord& job,
                  const std::vector<TrialRecord>& trials) {
  const bool maximizes = job.order.plan.maximizes;
  Json summary;
  double value = 0;
  if (const TrialRecord* best = best_of(maximizes, trials)) {
    summary = summary_of(op, job, *best);
    value = best->trial.objective.value();
  }
  for (const Json& parent : job.asked["WarmStartConfig"]["ParentHyperParameterTuningJobs"]) {
    const auto known = op.services.tuning->find(text(parent, {"HyperParameterTuningJobName"}));
    // Deleted since, and perhaps another of the name.
    if (!known || known->created > job.created) continue;
    const auto others = op.services.tuning->trials(known->name);
    const TrialRecord* other = best_of(maximizes, others);
    if (other == nullptr) continue;
    const double theirs = other->trial.objective.value();
    const bool is_better = maximizes ? theirs > value : theirs < value;
    if (!summary.is_null() && !is_better) continue;
    value = theirs;
    summary = summary_of(op, *known, *other);
  }
  return summary;
}

}  // namespace

std::string tuning_job_arn(const ServerConfig& config, const std::string& name) {
  return resource_arn(config, "hyper-parameter-tuning-job", name);
}

Json description_of(const json::Operation& op, const TuningRecord& job) {
  const auto trials = op.services.tuning->trials(job.name);
  Json all = {{"HyperParameterTuningJobName", job.name},
              {"HyperParameterTuningJobArn", tuning_job_arn(op.services.config, job.name)}};
  for (const auto& [member, value] : job.asked.items()) {
    // ListTags has those.
    if (member != "Tags" && !all.contains(member)) all[member] = value;
  }
  all["HyperParameterTuningJobStatus"] = name(job.state);
  if (job.state == TuningState::Failed) {
    all["FailureReason"] = shown_reason(op.services.config, job.message);
  }
  add_times(all, job);
  all["TrainingJobStatusCounters"] = status_counters(trials);
  all["ObjectiveStatusCounters"] = objective_counters(trials);
  const bool maximizes = job.order.plan.maximizes;
  if (const TrialRecord* best = best_of(maximizes, trials)) {
    all["BestTrainingJob"] = summary_of(op, job, *best);
  }
  if (text(job.asked, {"WarmStartConfig", "WarmStartType"}) == "IdenticalDataAndAlgorithm") {
    if (Json best = overall_best(op, job, trials); !best.is_null()) {
      all["OverallBestTrainingJob"] = std::move(best);
    }
  }
  Json& details = all["TuningJobCompletionDetails"] = {
      {"NumberOfTrainingJobsObjectiveNotImproving", not_improving(maximizes, trials)}};
  if (job.converged) details["ConvergenceDetectedTime"] = epoch_seconds(*job.converged);
  all["ConsumedResources"] = {{"RuntimeInSeconds", (job.milliseconds + 999) / 1000}};
  return all;
}

Json summary_of(const json::Operation& op, const TuningRecord& job) {
  const auto trials = op.services.tuning->trials(job.name);
  const Json& config = job.asked["HyperParameterTuningJobConfig"];
  Json all = {{"HyperParameterTuningJobName", job.name},
              {"HyperParameterTuningJobArn", tuning_job_arn(op.services.config, job.name)},
              {"HyperParameterTuningJobStatus", name(job.state)},
              {"Strategy", config["Strategy"]}};
  add_times(all, job);
  all["TrainingJobStatusCounters"] = status_counters(trials);
  all["ObjectiveStatusCounters"] = objective_counters(trials);
  all["ResourceLimits"] = config["ResourceLimits"];
  return all;
}

Json summary_of(const json::Operation& op, const TuningRecord& job, const TrialRecord& trial) {
  Json all = {{"TrainingJobName", trial.name},
              {"TrainingJobArn", training_job_arn(op.services.config, trial.name)},
              {"TuningJobName", job.name},
              {"CreationTime", epoch_seconds(trial.created)},
              {"TrainingJobStatus", trial.status},
              {"TunedHyperParameters", trial.trial.values},
              {"ObjectiveStatus", objective_status(trial)}};
  const JsonMap asked = JsonMap::parse(job.asked.dump());
  const std::string definition = text(definition_of(asked), {"DefinitionName"});
  if (!definition.empty()) all["TrainingJobDefinitionName"] = definition;
  if (trial.began) all["TrainingStartTime"] = epoch_seconds(*trial.began);
  if (trial.ended && trial.began) all["TrainingEndTime"] = epoch_seconds(*trial.ended);
  if (trial.status == "Failed") {
    // Its training job may have been deleted since.
    const auto known = op.services.jobs->find(trial.name);
    all["FailureReason"] = known && known->state() == JobState::Failed
                               ? failure_reason(op.services.config, *known)
                               : shown_reason(op.services.config, trial.message);
  }
  if (trial.trial.objective) {
    all["FinalHyperParameterTuningJobObjectiveMetric"] = {
        {"Type", job.order.plan.maximizes ? "Maximize" : "Minimize"},
        {"MetricName", job.order.objective.metric},
        {"Value", *trial.trial.objective}};
  }
  return all;
}

}  // namespace sempurna::sagemaker
