#pragma once

#include "base/files.h"
#include "catalog/job_folder.h"

namespace sempurna {

// What jobs on the same data with the same backbone need not compute each for itself: the features
// of a backbone that stays as it is, and the prepared pictures. `pool` is a folder of theirs, on
// the file system of their folders: what is there is there under further names, and nobody writes
// it. A worker looks at what it finds, so that of jobs which differ nothing wrong is used. What
// cannot be linked is computed.

/// The working files of a job whose worker has done with them are there for others; features of at
/// most a few kinds.
void keep_work(const JobFolder& job, const fs::path& pool);

/// A job that has not begun finds all that others have kept.
void lend_work(const fs::path& pool, const JobFolder& job);

}  // namespace sempurna
