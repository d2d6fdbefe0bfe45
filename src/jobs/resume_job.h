#pragma once

#include "jobs/prepared_job.h"
#include "jobs/training_request.h"

namespace sempurna {

/// Finds the job <output>/<request.name> again. Throws NotFound when there is none, Conflict while
/// another command works on it, InvalidArgument when the request names a model, data or
/// hyperparameters other than the job's.
PreparedJob resume_job(const TrainingRequest& request, const fs::path& output);

}  // namespace sempurna
