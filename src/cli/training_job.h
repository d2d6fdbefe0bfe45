#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/folder_lock.h"
#include "catalog/card.h"
#include "catalog/job_folder.h"
#include "catalog/task.h"

namespace sempurna {

/// What a person asks for with `sempurna fine-tune`.
struct TrainingRequest {
  std::string model;       ///< a card's id, or an earlier model.tar.gz
  std::string data;        ///< a folder, a data.csv, or "default"
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
  Task task = Task::ImageClassification;
  FolderLock lock;  ///< one command at a time works on a job
};

/// Checks the request whole and lays the job folder <output>/<name>, or finds it again to resume.
/// Throws with a sentence; a folder that was newly made is then taken away again.
PreparedJob prepare_job(const TrainingRequest& request);

}  // namespace sempurna
