#pragma once

#include <memory>
#include <string>

#include "api/dialect.h"
#include "store/object_store.h"

namespace sempurna {
struct JobRecord;
struct TransformPlan;
struct TuningRecord;
}  // namespace sempurna

namespace sempurna::sagemaker {

/// Amazon SageMaker in JSON 1.1: X-Amz-Target SageMaker.OPERATION. Source: Amazon SageMaker API
/// Reference.
const Dialect& dialect();

/// The objects of this server as a training job of it may see them: by its role.
std::unique_ptr<ObjectStore> open_objects(Services& services, const JobRecord& job);

/// The objects of this server as an endpoint may see them: by its model's role. Throws Denied.
std::unique_ptr<ObjectStore> open_model_data(Services& services, const std::string& role_arn);

/// A training job that a tuning job starts has the tags that this was created with.
void tag_trial(Services& services, const std::string& trial, const TuningRecord& job);

/// The objects of this server as a transform job may see them: by its model's role. Throws Denied.
std::unique_ptr<ObjectStore> open_for_transform(Services& services, const TransformPlan& plan,
                                                const std::string& job);

/// arn:aws:sagemaker:REGION:ACCOUNT:training-job/name, the name in lower case as AWS has it.
std::string training_job_arn(const ServerConfig& config, const std::string& name);

}  // namespace sempurna::sagemaker
