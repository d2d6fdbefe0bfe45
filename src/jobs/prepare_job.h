#pragma once

#include "jobs/job_parent.h"
#include "jobs/prepared_job.h"
#include "jobs/training_request.h"

namespace sempurna {

/// What can be told of a request before its data are read: its model is here and can be trained,
/// and its hyperparameters are right and go together. Gives the model. Throws with a sentence.
JobParent check_request(const TrainingRequest& request);

/// Checks the request whole and lays the job folder <output>/<name>, or finds it again to resume.
/// Throws with a sentence. A new folder appears whole or not at all.
PreparedJob prepare_job(const TrainingRequest& request);

}  // namespace sempurna
