#pragma once

#include <string_view>

#include "base/json.h"
#include "config/server_config.h"
#include "jobs/job_records.h"

namespace sempurna::sagemaker {

/// Seconds since 1970, as the JSON protocol has them.
double epoch_seconds(Time time);

/// What DescribeTrainingJob answers: all that was asked for, as it was sent, and what became of it.
Json description_of(const ServerConfig& config, const JobRecord& job);

/// One of ListTrainingJobs' TrainingJobSummaries.
Json summary_of(const ServerConfig& config, const JobSummary& job);

}  // namespace sempurna::sagemaker
