#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "catalog/job_folder.h"

namespace sempurna {

/// Where endpoints lie: <folder>/NAME/NUMBER/VARIANT, of each variant of each deployment the model
/// and the worker's log, as a job's.
class EndpointFolders {
 public:
  explicit EndpointFolders(fs::path folder);

  fs::path deployment(const std::string& endpoint, int64_t number) const;
  /// The log of each variant by its name, of all deployments that there are; the newest last.
  std::vector<std::pair<std::string, JobFolder>> logs(const std::string& endpoint) const;

  /// Of deployments that a server which was killed was at, or had left, only the logs stay.
  void leave_logs(const std::string& endpoint, const std::set<int64_t>& but_of) const;
  void remove_deployments(const std::string& endpoint, const std::set<int64_t>& but) const;
  void remove_endpoints(const std::set<std::string>& but) const;

 private:
  fs::path folder_;
};

}  // namespace sempurna
