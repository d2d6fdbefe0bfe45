#include "jobs/job_name.h"

#include <fmt/chrono.h>

#include <cctype>
#include <chrono>
#include <cstdlib>
#include <ctime>

namespace sempurna {

namespace {

constexpr size_t kLongestName = 63;

}  // namespace

std::optional<std::string> fault_of_job_name(const std::string& name) {
  if (name.empty() || name.size() > kLongestName) return "it must have 1 to 63 characters";
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-') {
      return "it may hold only letters, digits and hyphens";
    }
  }
  if (name.front() == '-' || name.back() == '-')
    return "it may neither start nor end with a hyphen";
  return std::nullopt;
}

std::string timed_job_name(const std::string& model_id) {
  const std::string time = fmt::format("-{:%Y%m%d-%H%M%S}", fmt::gmtime(std::time(nullptr)));
  std::string head = model_id.substr(0, kLongestName - time.size());
  while (head.ends_with('-')) head.pop_back();
  return head + time;
}

std::string free_job_name(const std::filesystem::path& folder, const std::string& name) {
  std::string candidate = name;
  for (int number = 2; std::filesystem::exists(folder / candidate); ++number) {
    const std::string tail = "-" + std::to_string(number);
    candidate = name.substr(0, kLongestName - tail.size()) + tail;
  }
  return candidate;
}

std::string job_arn(const std::string& name) {
  std::string region = "us-east-1";
  for (const char* variable : {"AWS_DEFAULT_REGION", "AWS_REGION"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') region = value;
  }
  return fmt::format("arn:aws:sagemaker:{}:000000000000:training-job/{}", region, name);
}

}  // namespace sempurna
