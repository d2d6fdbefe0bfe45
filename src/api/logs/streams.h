#pragma once

#include <string>
#include <vector>

#include "api/json/error.h"
#include "api/json/operation.h"
#include "jobs/job_log.h"
#include "jobs/job_records.h"

namespace sempurna::logs {

/// /aws/sagemaker/TrainingJobs and /aws/sagemaker/TransformJobs, with a stream for each job,
/// NAME/algo-1-SECONDS, the seconds of its creation since 1970; and /aws/sagemaker/Endpoints/NAME
/// for each endpoint, with a stream for each variant of each deployment, VARIANT/NUMBER.
std::vector<std::string> groups(const json::Operation& op);

/// The group that the request names. Throws ResourceNotFoundException.
std::string require_group(const json::Operation& op);

/// The log that a stream of the group that the request names shows. Throws
/// ResourceNotFoundException.
JobLog log_of(const json::Operation& op, const std::string& stream);

/// The streams of that group that have a line, by name.
std::vector<std::pair<std::string, JobLog>> streams(const json::Operation& op,
                                                    const std::string& prefix);

/// What a log says to whoever asks for it: where things lie on the server is not theirs to know.
std::vector<LogLine> lines_of(const json::Operation& op, const JobLog& log);

/// arn:aws:logs:REGION:ACCOUNT:log-group:NAME, then what is below it.
std::string group_arn(const json::Operation& op, const std::string& group,
                      const std::string& below = "");
/// Of the group that the request names, which need not be there.
std::string asked_group_arn(const json::Operation& op, const std::string& below = "");

int64_t milliseconds(Time time);

template <typename... Args>
JsonError wrong_parameter(fmt::format_string<Args...> format, Args&&... args) {
  return JsonError("InvalidParameterException", format, std::forward<Args>(args)...);
}

}  // namespace sempurna::logs
