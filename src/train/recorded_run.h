#pragma once

#include "catalog/job_folder.h"
#include "report/run_record.h"
#include "train/finish_run.h"

namespace sempurna {

/// The whole record of a run that was trained and measured. Places in its findings are told below
/// the channels, so that it may travel.
RunRecord record_of(const JobFolder& job, const TrainedRun& run);

}  // namespace sempurna
