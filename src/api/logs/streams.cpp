#include "api/logs/streams.h"

#include <algorithm>

#include "jobs/training_jobs.h"

namespace sempurna::logs {

std::string stream_of(const std::string& name, Time created) {
  return fmt::format("{}/algo-1-{}", name, milliseconds(created) / 1000);
}

JobLog log_of(const json::Operation& op, const std::string& stream) {
  const auto job = op.services.jobs->find(stream.substr(0, stream.find('/')));
  if (!job || stream_of(job->name, job->created()) != stream || !fs::exists(job->folder)) {
    throw JsonError("ResourceNotFoundException", "The specified log stream does not exist.");
  }
  return JobLog(JobFolder{job->folder});
}

std::vector<std::pair<std::string, JobLog>> streams(const json::Operation& op,
                                                    const std::string& prefix) {
  std::vector<std::pair<std::string, JobLog>> all;
  for (const JobSummary& job : op.services.jobs->list()) {
    const std::string stream = stream_of(job.name, job.created);
    if (!stream.starts_with(prefix) || !fs::exists(job.folder / "log.times")) continue;
    all.emplace_back(stream, JobLog(JobFolder{job.folder}));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return all;
}

void require_group(const json::Operation& op) {
  if (op.required("logGroupName") == kTrainingJobs) return;
  throw JsonError("ResourceNotFoundException", "The specified log group does not exist.");
}

std::string group_arn(const json::Operation& op, const std::string& below) {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}{}", op.services.config.region,
                     op.services.config.account, kTrainingJobs, below);
}

int64_t milliseconds(Time time) {
  return time.time_since_epoch().count();
}

}  // namespace sempurna::logs
