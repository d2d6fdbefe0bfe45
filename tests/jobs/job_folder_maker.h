#pragma once

#include <map>
#include <string>

#include "base/files.h"
#include "catalog/hyperparameters.h"
#include "catalog/job_folder.h"
#include "jobs/prepared_job.h"

namespace sempurna {

/// Lays <output>/<name> as `sempurna fine-tune` lays a text job on `data`, a data.csv.
inline JobFolder lay_job(const fs::path& output, const std::string& name, const fs::path& data) {
  const JobFolder job{output / name};
  JobInput input;
  input.model_id = "test-tc";
  for (const auto& [option, value] :
       hyperparameter_fields(Task::TextClassification).values(Hyperparameters{})) {
    input.hyperparameters[option] = value;
  }
  input.channels = {"model", "training"};
  input.task = Task::TextClassification;
  write_job_input(job, input);
  make_folders(output / "card");
  fs::create_directory_symlink(output / "card", job.channel("model"));
  make_folders(job.channel("training"));
  write_file_atomic(data, "0,good\n1,bad\n");
  fs::create_symlink(data, job.channel("training") / "data.csv");
  return job;
}

}  // namespace sempurna
