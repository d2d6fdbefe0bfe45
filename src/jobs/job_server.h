#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/files.h"
#include "catalog/job_folder.h"
#include "jobs/job_records.h"
#include "store/object_store.h"

namespace sempurna {

/// What the jobs of a server work with, all alike.
struct JobServer {
  fs::path home;
  std::string store;  ///< what people call the store of objects, an endpoint's URL
  /// The objects as this job may see them.
  std::function<std::unique_ptr<ObjectStore>(const JobRecord&)> open;
  std::function<std::string(const std::string& name)> arn;
  std::function<void(const std::string&)> log;  ///< a sentence now and then
  int threads = 0;                              ///< of each worker; 0: as many as there are

  /// What jobs of this name share (TrainingRequest::shares).
  fs::path shared(const std::string& name) const { return home / "shared" / name; }
  JobFolder folder(const std::string& name) const { return {home / "jobs" / name}; }
};

}  // namespace sempurna
