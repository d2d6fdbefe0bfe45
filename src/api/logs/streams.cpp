#include "api/logs/streams.h"

#include <algorithm>

#include "base/replace_all.h"
#include "jobs/training_jobs.h"
#include "serving/endpoints.h"
#include "serving/transform_jobs.h"

namespace sempurna::logs {

namespace {

constexpr std::string_view kTrainingJobs = "/aws/sagemaker/TrainingJobs";
constexpr std::string_view kTransformJobs = "/aws/sagemaker/TransformJobs";
constexpr std::string_view kEndpoints = "/aws/sagemaker/Endpoints/";

std::string stream_of(const std::string& name, Time created) {
  return fmt::format("{}/algo-1-{}", name, milliseconds(created) / 1000);
}

JsonError no_stream() {
  return JsonError("ResourceNotFoundException", "The specified log stream does not exist.");
}

bool is_of_jobs(const std::string& group) {
  return group == kTrainingJobs || group == kTransformJobs;
}

/// The endpoint whose group this is; empty: none's.
std::string endpoint_of(const std::string& group) {
  return group.starts_with(kEndpoints) ? group.substr(kEndpoints.size()) : "";
}

/// Streams of an endpoint and their folders, those without a line too.
std::vector<std::pair<std::string, JobFolder>> endpoint_streams(const json::Operation& op,
                                                                const std::string& endpoint) {
  auto all = op.services.endpoints->logs(endpoint);
  for (auto& [name, folder] : all) name += "/" + folder.root.parent_path().filename().string();
  return all;
}

/// Where the log of a job lies that a stream of one of the jobs' groups shows; empty: there is
/// none.
std::optional<JobFolder> job_folder(const json::Operation& op, const std::string& group,
                                    const std::string& stream) {
  const std::string name = stream.substr(0, stream.find('/'));
  if (group == kTransformJobs) {
    const auto job = op.services.transforms->find(name);
    if (!job || stream_of(job->name, job->created) != stream) return std::nullopt;
    return op.services.transforms->folder(job->name);
  }
  const auto job = op.services.jobs->find(name);
  if (!job || stream_of(job->name, job->created()) != stream) return std::nullopt;
  return JobFolder{job->folder};
}

}  // namespace

std::vector<std::string> groups(const json::Operation& op) {
  std::vector<std::string> all;
  for (const EndpointRecord& endpoint : op.services.endpoints->list()) {
    all.push_back(std::string(kEndpoints) + endpoint.name);
  }
  all.emplace_back(kTrainingJobs);
  if (!op.services.transforms->list().empty()) all.emplace_back(kTransformJobs);
  return all;
}

std::string require_group(const json::Operation& op) {
  std::string group = op.required("logGroupName");
  const std::string endpoint = endpoint_of(group);
  const bool is_there =
      endpoint.empty() ? is_of_jobs(group) : op.services.endpoints->find(endpoint).has_value();
  if (!is_there) {
    throw JsonError("ResourceNotFoundException", "The specified log group does not exist.");
  }
  return group;
}

JobLog log_of(const json::Operation& op, const std::string& stream) {
  const std::string group = require_group(op);
  const std::string endpoint = endpoint_of(group);
  if (endpoint.empty()) {
    const auto folder = job_folder(op, group, stream);
    if (!folder || !fs::exists(folder->root)) throw no_stream();
    return JobLog(*folder);
  }
  for (const auto& [name, folder] : endpoint_streams(op, endpoint)) {
    if (name == stream) return JobLog(folder);
  }
  throw no_stream();
}

std::vector<std::pair<std::string, JobLog>> streams(const json::Operation& op,
                                                    const std::string& prefix) {
  std::vector<std::pair<std::string, JobLog>> all;
  const auto add = [&](const std::string& stream, const JobFolder& folder) {
    if (!stream.starts_with(prefix) || !fs::exists(folder.root / "log.times")) return;
    all.emplace_back(stream, JobLog(folder));
  };
  const std::string group = require_group(op);
  const std::string endpoint = endpoint_of(group);
  if (!endpoint.empty()) {
    for (const auto& [name, folder] : endpoint_streams(op, endpoint)) add(name, folder);
  } else if (group == kTransformJobs) {
    for (const TransformSummary& job : op.services.transforms->list()) {
      add(stream_of(job.name, job.created), op.services.transforms->folder(job.name));
    }
  } else {
    for (const JobSummary& job : op.services.jobs->list()) {
      add(stream_of(job.name, job.created), JobFolder{job.folder});
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return all;
}

std::vector<LogLine> lines_of(const json::Operation& op, const JobLog& log) {
  auto lines = log.lines();
  const std::string place = op.services.config.data_dir.string();
  for (LogLine& line : lines) {
    line.text = replace_all(std::move(line.text), place, "the server's data folder");
  }
  return lines;
}

std::string group_arn(const json::Operation& op, const std::string& group,
                      const std::string& below) {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}{}", op.services.config.region,
                     op.services.config.account, group, below);
}

std::string asked_group_arn(const json::Operation& op, const std::string& below) {
  return group_arn(op, op.required("logGroupName"), below);
}

int64_t milliseconds(Time time) {
  return time.time_since_epoch().count();
}

}  // namespace sempurna::logs
