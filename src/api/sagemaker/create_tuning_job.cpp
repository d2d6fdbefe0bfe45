#include <algorithm>

#include "api/sagemaker/checked_job.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_ranges.h"
#include "api/sagemaker/requested_tuning.h"
#include "api/sagemaker/tags.h"
#include "api/sagemaker/tuning_description.h"
#include "api/sagemaker/warm_start.h"
#include "base/random.h"
#include "catalog/hyperparameters.h"
#include "tuning/tuning_jobs.h"

namespace sempurna::sagemaker {

namespace {

// RandomSeed is of 31 bits.
constexpr uint64_t kSeeds = uint64_t{1} << 31;

/// Asked for before, and accepted: a client that got no answer asks again.
bool is_again(const Operation& op, const std::string& name, const Json& asked,
              const std::string& arn) {
  const auto known = op.services.tuning->find(name);
  if (!known) return false;
  if (known->name == name && known->asked == asked) return true;
  throw JsonError("ResourceInUse",
                  "Hyperparameter tuning job names must be unique within an AWS account and "
                  "region, and a hyperparameter tuning job with this name already exists ({})",
                  arn);
}

uint64_t seed_of(const JsonMap& asked, Time created) {
  const JsonMap* seed = member(asked, {"HyperParameterTuningJobConfig", "RandomSeed"});
  if (seed != nullptr) return seed->get<uint64_t>();
  return mix(static_cast<uint64_t>(created.time_since_epoch().count())) % kSeeds;
}

/// What is given back of each trial, but for its name and its values.
Json asked_of_trials(const JsonMap& training, const std::string& arn) {
  Json asked = Json::parse(training.dump());
  asked.erase("TrainingJobName");
  asked.erase("Tags");
  if (!asked.contains("HyperParameters")) asked["HyperParameters"] = Json::object();
  asked["TuningJobArn"] = arn;
  return asked;
}

/// Where nothing is said of them. A model whose last layer begins anew may have others.
int64_t default_epochs(const JobParent& parent) {
  int64_t most = 0;
  for (const bool starts_anew : {false, true}) {
    const auto defaults = parent.card.defaults({}, starts_anew);
    most = std::max(most, read_hyperparameters(parent.kind(), defaults, {}).epochs);
  }
  return most;
}

}  // namespace

Json create_tuning_job(Operation& op) {
  require_right_shape(op);
  const std::string name = text(op.input, {"HyperParameterTuningJobName"});
  const std::string arn = tuning_job_arn(op.services.config, name);
  authorize_tagged(op, op.call.action(), arn);
  authorize_role(op, text(definition_of(op.input), {"RoleArn"}));
  const Json asked = kept_of(op);
  const Json answer = {{"HyperParameterTuningJobArn", arn}};
  if (is_again(op, name, asked, arn)) return answer;

  check_tags(op, arn);
  const Time created = op.services.clock.now();
  const std::string first = trial_name({.name = name, .created = created}, 1);
  RequestedTuning tuning = requested_tuning(op.input, first);
  tuning.plan.seed = seed_of(op.input, created);
  const auto parents = warm_start_parents(op, tuning);
  limit_trials(op, parents, tuning.limits);
  CheckedJob job = checked_job(op, tuning.training, [&](TrainingRequest& request) {
    return check_tuned_model(tuning.plan, tuning.objective, request);
  });
  TuningOrder order{.plan = tuning.plan,
                    .objective = tuning.objective,
                    .limits = tuning.limits,
                    .model = job.parent.id,
                    .epochs = default_epochs(job.parent),
                    .trial = std::move(job.request),
                    .asked = asked_of_trials(tuning.training, arn),
                    .parents = warm_start_trials(op, parents, tuning)};
  // Before its first trial, which has the same.
  keep_tags(op, arn);
  try {
    op.services.tuning->create(name, std::move(order), asked, created);
  } catch (const Error& error) {
    // The same request twice at a time.
    if (error.code() != Code::AlreadyExists || !is_again(op, name, asked, arn)) throw;
  }
  return answer;
}

}  // namespace sempurna::sagemaker
