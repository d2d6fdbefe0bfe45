#pragma once

#include "jobs/prepared_job.h"
#include "jobs/training_request.h"

namespace sempurna {

/// Checks the request whole and lays the job folder <output>/<name>, or finds it again to resume.
/// Throws with a sentence. A new folder appears whole or not at all.
PreparedJob prepare_job(const TrainingRequest& request);

}  // namespace sempurna
