#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace sempurna {

/// Why a training job cannot be called this, or empty: SageMaker's rule, 1 to 63 letters, digits
/// and hyphens, neither starting nor ending with a hyphen.
std::optional<std::string> fault_of_job_name(const std::string& name);

/// <model id>-<yyyymmdd-hhmmss in UTC>, the id cut so that 63 characters hold it.
std::string timed_job_name(const std::string& model_id);

/// The first of name, name-2, name-3, … that is no entry of `folder`.
std::string free_job_name(const std::filesystem::path& folder, const std::string& name);

/// arn:aws:sagemaker:<region>:<account>:training-job/<name>, the region from AWS_REGION or
/// AWS_DEFAULT_REGION, else us-east-1; the account is 000000000000, as no cloud is involved.
std::string job_arn(const std::string& name);

}  // namespace sempurna
