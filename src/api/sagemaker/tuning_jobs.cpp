#include "tuning/tuning_jobs.h"

#include "api/sagemaker/description.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/pages.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "api/sagemaker/tuning_description.h"

namespace sempurna::sagemaker {

namespace {

constexpr PageOrder kByName{.sort_by = "Name", .ascending = true};

/// The tuning job that a request names, once the caller may do the operation with it.
TuningRecord authorized_job(Operation& op) {
  require_right_shape(op);
  const std::string name = text(op.input, {"HyperParameterTuningJobName"});
  const std::string arn = tuning_job_arn(op.services.config, name);
  authorize(op.services, op.call, op.call.action(), arn);
  auto job = op.services.tuning->find(name);
  if (!job) {
    throw JsonError("ResourceNotFound",
                    "Amazon SageMaker can't find a tuning job with the name {} ({}).", name, arn);
  }
  return std::move(*job);
}

/// A null of one that has been deleted meanwhile, or whose record is damaged.
Json summary_if_there(const Operation& op, const std::string& name) {
  try {
    const auto job = op.services.tuning->find(name);
    return job ? summary_of(op, *job) : Json();
  } catch (const Error& error) {
    if (error.code() != Code::DataCorrupt) throw;
    return nullptr;
  }
}

}  // namespace

Json describe_tuning_job(Operation& op) {
  return description_of(op, authorized_job(op));
}

Json list_tuning_jobs(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  std::vector<Listed> all;
  for (const TuningSummary& job : op.services.tuning->summaries()) {
    all.push_back({.name = job.name,
                   .created = job.created,
                   .changed = job.changed,
                   .status = std::string(name(job.state)),
                   .when_shown = [&op, of = job.name] { return summary_if_there(op, of); }});
  }
  return page_of(op, "HyperParameterTuningJobSummaries", std::move(all), kByName);
}

Json list_trials(Operation& op) {
  const TuningRecord job = authorized_job(op);
  std::vector<Listed> all;
  for (const TrialRecord& trial : op.services.tuning->trials(job.name)) {
    all.push_back({.name = trial.name,
                   .created = trial.created,
                   .changed = trial.ended.value_or(trial.created),
                   .status = trial.status,
                   .objective = trial.trial.objective,
                   .when_shown = [&op, &job, trial] { return summary_of(op, job, trial); }});
  }
  return page_of(op, "TrainingJobSummaries", std::move(all), kByName);
}

Json stop_tuning_job(Operation& op) {
  const TuningRecord job = authorized_job(op);
  try {
    op.services.tuning->stop(job.name);
  } catch (const Error& error) {
    if (error.code() != Code::Conflict) throw;
    const auto now = op.services.tuning->find(job.name);
    throw not_valid(
        "The request was rejected because the hyperparameter tuning job is in status {}.",
        name(now.value_or(job).state));
  }
  return Json::object();
}

Json delete_tuning_job(Operation& op) {
  const TuningRecord job = authorized_job(op);
  const std::string arn = tuning_job_arn(op.services.config, job.name);
  try {
    op.services.tuning->remove(job.name);
  } catch (const Error& error) {
    if (error.code() != Code::Conflict) throw;
    throw JsonError("ResourceInUse",
                    "The hyperparameter tuning job {} is in status {}; stop it, and delete it when "
                    "it has ended",
                    job.name, name(job.state));
  }
  op.services.resources->remove_all_tags(arn);
  return Json::object();
}

}  // namespace sempurna::sagemaker
