#pragma once

#include <chrono>
#include <string>

#include "base/json.h"
#include "cli/training_job.h"

namespace sempurna {

/// Counts the time that a job has been worked on, over all its resumptions, in job.json.
class JobClock {
 public:
  explicit JobClock(const JobFolder& folder);
  /// Writes the time so far down, as after a failure.
  void stop();
  double seconds() const;
  const std::string& created() const { return created_; }

 private:
  JobFolder folder_;
  std::string created_;
  double before_ = 0;
  std::chrono::steady_clock::time_point start_;
};

/// Packs <job>/model into <job>/output/model.tar.gz, writes <job>/job.json and takes the job's
/// working files away. Returns what job.json holds.
Json finish_job(const PreparedJob& job, const JobClock& clock, const Json& result);

/// The five facts (parent model, training job name, training job ARN, training time, output path)
/// and the accuracy beside the majority-class baseline, as lines for a person.
std::string summary(const Json& facts);

}  // namespace sempurna
