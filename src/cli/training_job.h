#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/folder_lock.h"
#include "catalog/job_folder.h"
#include "dataset/finding.h"

namespace sempurna {

/// What a person asks for with `sempurna fine-tune`.
struct TrainingRequest {
  std::string model;       ///< a card's id, or an earlier model.tar.gz; empty: kDefaultCard
  std::string data;        ///< a folder, a data.csv, or "default"; empty: "default"
  std::string validation;  ///< empty: split off
  std::string test;        ///< empty: none
  std::string output = "fine-tuned";
  std::string name;  ///< empty: made from the model and the time
  std::map<std::string, std::string> hyperparameters;
  bool resume = false;
};

/// A job that stands ready in its folder.
struct PreparedJob {
  JobFolder folder;
  std::string name;
  std::string model_id;
  bool fresh = true;       ///< its folder was made for it just now
  FolderLock lock;         ///< one command at a time works on a job
  Findings findings = {};  ///< of how the data lie
  Ancestry ancestry = {};
  bool keeps_top_layer = false;  ///< a new job's, because the model knows classes of these names
};

/// Takes the lock that keeps other commands away from a job. Throws Conflict.
FolderLock lock_job(const JobFolder& folder);

/// Checks the request whole and lays the job folder <output>/<name>, or finds it again to resume.
/// Throws with a sentence. A new folder appears whole or not at all.
PreparedJob prepare_job(const TrainingRequest& request);

}  // namespace sempurna
