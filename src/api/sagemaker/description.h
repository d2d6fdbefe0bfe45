#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "config/server_config.h"
#include "jobs/job_records.h"

namespace sempurna::sagemaker {

/// Seconds since 1970, as the JSON protocol has them.
double epoch_seconds(Time time);

/// Why something failed, as whoever asks for it may know: at most 1024 bytes, and nothing of where
/// things lie on the server.
std::string shown_reason(const ServerConfig& config, std::string reason);

/// A FailureReason: whose the fault was, as SageMaker writes it, and what it was.
std::string failure_reason(const ServerConfig& config, std::optional<Code> code,
                           const std::string& why);

/// The FailureReason of a training job that failed.
std::string failure_reason(const ServerConfig& config, const JobRecord& job);

/// What DescribeTrainingJob answers: all that was asked for, as it was sent, and what became of it.
Json description_of(const ServerConfig& config, const JobRecord& job);

/// One of ListTrainingJobs' TrainingJobSummaries.
Json summary_of(const ServerConfig& config, const JobSummary& job);

}  // namespace sempurna::sagemaker
