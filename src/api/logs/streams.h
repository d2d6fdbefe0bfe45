#pragma once

#include <string>
#include <vector>

#include "api/json/error.h"
#include "api/json/operation.h"
#include "jobs/job_log.h"
#include "jobs/job_records.h"

namespace sempurna::logs {

/// The one group that there is.
constexpr std::string_view kTrainingJobs = "/aws/sagemaker/TrainingJobs";

/// The stream of a training job: NAME/algo-1-SECONDS, the seconds of its creation since 1970.
std::string stream_of(const std::string& name, Time created);

/// The log that a stream shows. Throws ResourceNotFoundException.
JobLog log_of(const json::Operation& op, const std::string& stream);

/// The streams that have a line, by name.
std::vector<std::pair<std::string, JobLog>> streams(const json::Operation& op,
                                                    const std::string& prefix);

/// Throws ResourceNotFoundException for another group than the one that there is.
void require_group(const json::Operation& op);

/// arn:aws:logs:REGION:ACCOUNT:log-group:NAME, then what is below it.
std::string group_arn(const json::Operation& op, const std::string& below = "");

int64_t milliseconds(Time time);

template <typename... Args>
JsonError wrong_parameter(fmt::format_string<Args...> format, Args&&... args) {
  return JsonError("InvalidParameterException", format, std::forward<Args>(args)...);
}

}  // namespace sempurna::logs
