#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "cli/training_job.h"
#include "store/location.h"

namespace sempurna {

/// Results that go to S3. The job itself works in fine-tuned/<name> on this machine, where it can
/// be resumed and where its result stays should the upload fail.
class RemoteOutput {
 public:
  /// Empty for an output on this machine. Else puts the local folder in its place, and throws
  /// unless the bucket can be reached and the name is free there.
  static std::optional<RemoteOutput> of(TrainingRequest& request);

  /// Uploads model.tar.gz, report.html and job.json below <output>/<name>; what is there already
  /// from an earlier attempt is left. Returns the facts with the place in S3 as the output.
  Json deliver(const JobFolder& folder, Json facts) const;

 private:
  explicit RemoteOutput(Location location) : location_(std::move(location)) {}
  std::string key(const std::string& name, const std::string& file) const;

  Location location_;
};

}  // namespace sempurna
