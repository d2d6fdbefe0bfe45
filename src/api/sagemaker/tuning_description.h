#pragma once

#include "api/json/operation.h"
#include "tuning/tuning_records.h"

namespace sempurna::sagemaker {

/// arn:aws:sagemaker:REGION:ACCOUNT:hyper-parameter-tuning-job/name.
std::string tuning_job_arn(const ServerConfig& config, const std::string& name);

/// What DescribeHyperParameterTuningJob answers: all that was asked for, as it was sent, and what
/// became of it.
Json description_of(const json::Operation& op, const TuningRecord& job);

/// One of ListHyperParameterTuningJobs' summaries.
Json summary_of(const json::Operation& op, const TuningRecord& job);

/// One of ListTrainingJobsForHyperParameterTuningJob's summaries.
Json summary_of(const json::Operation& op, const TuningRecord& job, const TrialRecord& trial);

}  // namespace sempurna::sagemaker
