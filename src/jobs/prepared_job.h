#pragma once

#include <string>

#include "base/folder_lock.h"
#include "catalog/job_folder.h"
#include "dataset/finding.h"
#include "run/executor.h"

namespace sempurna {

/// A job that stands ready in its folder.
struct PreparedJob {
  JobFolder folder;
  std::string name;
  std::string model_id;
  bool fresh = true;       ///< its folder was made for it just now
  FolderLock lock;         ///< one command at a time works on a job
  Findings findings = {};  ///< of how the data lie
  Ancestry ancestry = {};
  /// A new job's, because the model knows classes of these names; whether they mean the same is for
  /// the person to say.
  bool keeps_top_layer = false;
  /// A new job's: how to train was said, but only the classification layer is trained, which was
  /// not.
  bool trains_top_layer_unasked = false;
  std::string arn = {};  ///< empty: as job_arn() has it
  /// A server's: nobody is told commands to type, and the folder stays, whatever becomes of it.
  bool is_served = false;
  bool has_loose_output = false;  ///< its model stays a folder of files, in place of the archive
  WorkerOptions worker = {};
};

/// Takes the lock that keeps others away from a job, waiting a moment for who only looks whether it
/// is taken. Throws Conflict.
FolderLock lock_job(const JobFolder& folder);

/// Whether somebody works on the job: who started it, or a worker that outlived them.
bool is_worked_on(const JobFolder& folder);

}  // namespace sempurna
