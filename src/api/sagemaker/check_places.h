#pragma once

#include "api/json/error.h"
#include "api/sagemaker/role_store.h"
#include "catalog/task.h"
#include "jobs/training_request.h"
#include "store/location.h"

namespace sempurna::sagemaker {

/// What can be told of a job's places before it is accepted, in the words by which clients of
/// SageMaker know whether to try again. All throw ValidationException.

/// The location of s3://bucket/key.
Location s3_location(const std::string& uri, const char* member);

/// The role may not list, or read, what is below a place: `action` is what it lacks.
JsonError unauthorized(const Location& location, const std::string& role_arn,
                       const std::string& action);

/// Nothing is below a place.
JsonError nothing_there(const Services& services, const Location& location,
                        const std::string& role_arn);

/// The bucket of the output is there, and the role may write the job's results, sealed as asked.
void check_output(RoleStore& objects, const TrainingRequest& request, const std::string& role_arn);

/// The role may list, read and write what lies below the place of a job's checkpoints, if it has
/// one.
void check_checkpoints(RoleStore& objects, const TrainingRequest& request,
                       const std::string& role_arn);

/// Something lies below the place, and the role may list and read it. For the data of a task it
/// must look like them: a data.csv, or pictures in at least two folders.
void check_data(Services& services, RoleStore& objects, const std::string& uri, Task task,
                const std::string& role_arn);

}  // namespace sempurna::sagemaker
