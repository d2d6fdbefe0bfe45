#include "jobs/training_jobs.h"

#include <algorithm>
#include <tuple>

#include "api/sagemaker/description.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/request.h"
#include "base/base64.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kDefaultPage = 10;

/// The name that a request gives, once the caller may do the operation with the job.
std::string authorized_name(Operation& op) {
  require_right_shape(op);
  std::string name = text(op.input, {"TrainingJobName"});
  authorize(op.services, op.call, op.call.action(), training_job_arn(op.services.config, name));
  return name;
}

JobRecord find_job(Operation& op, const std::string& name) {
  auto job = op.services.jobs->find(name);
  if (!job) throw not_valid("Requested resource not found.");
  return std::move(*job);
}

/// Jobs in the order that a request asks for: by this, then by name.
using Place = std::tuple<std::string, std::string>;

Place place_of(const JobRecord& job, const std::string& sort_by) {
  if (sort_by == "Name") return {job.name, job.name};
  if (sort_by == "Status") return {std::string(training_job_status(job.state())), job.name};
  // Digits, so that texts sort as numbers do.
  return {fmt::format("{:020}", job.created().time_since_epoch().count()), job.name};
}

std::string token_of(const Place& place) {
  return encode_base64(std::get<0>(place) + "\n" + std::get<1>(place));
}

Place place_of_token(const std::string& token) {
  const auto plain = decode_base64(token);
  const auto end = plain ? plain->find('\n') : std::string::npos;
  if (end == std::string::npos) {
    throw not_valid("NextToken is not one that this server gave");
  }
  return {plain->substr(0, end), plain->substr(end + 1)};
}

bool is_wanted(const Operation& op, const JobRecord& job) {
  if (job.name.find(text(op.input, {"NameContains"})) == std::string::npos) return false;
  const std::string status = text(op.input, {"StatusEquals"});
  if (!status.empty() && status != training_job_status(job.state())) return false;
  const auto within = [&](const char* after, const char* before, Time time) {
    const JsonMap* from = member(op.input, {after});
    const JsonMap* to = member(op.input, {before});
    return (from == nullptr || epoch_seconds(time) > from->get<double>()) &&
           (to == nullptr || epoch_seconds(time) < to->get<double>());
  };
  return within("CreationTimeAfter", "CreationTimeBefore", job.created()) &&
         within("LastModifiedTimeAfter", "LastModifiedTimeBefore", job.changed());
}

using Refuse = JsonError(const std::string& name, std::string_view status);

/// Does something to a job; `refuse` says that its state does not allow it.
Json change_job(Operation& op, void (TrainingJobs::*change)(const std::string&), Refuse refuse) {
  const std::string name = authorized_name(op);
  find_job(op, name);
  try {
    (op.services.jobs->*change)(name);
  } catch (const Error& error) {
    if (error.code() != Code::Conflict) throw;
    throw refuse(name, training_job_status(find_job(op, name).state()));
  }
  return Json::object();
}

}  // namespace

Json describe_training_job(Operation& op) {
  const std::string name = authorized_name(op);
  return description_of(op.services.config, find_job(op, name));
}

Json list_training_jobs(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  if (!text(op.input, {"WarmPoolStatusEquals"}).empty()) {
    throw not_valid("WarmPoolStatusEquals is not served: there are no warm pools here");
  }
  const std::string sort_by = text(op.input, {"SortBy"});
  const bool descending = text(op.input, {"SortOrder"}) == "Descending";
  const int64_t most = op.number("MaxResults", kDefaultPage, 1, 100);
  const std::string token = text(op.input, {"NextToken"});
  const std::optional<Place> after =
      token.empty() ? std::nullopt : std::optional(place_of_token(token));

  std::vector<std::pair<Place, JobRecord>> found;
  for (JobRecord& job : op.services.jobs->list()) {
    if (!is_wanted(op, job)) continue;
    Place place = place_of(job, sort_by);
    if (after && (descending ? place >= *after : place <= *after)) continue;
    found.emplace_back(std::move(place), std::move(job));
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return descending ? a.first > b.first : a.first < b.first;
  });
  Json output = Json::object();
  Json& summaries = output["TrainingJobSummaries"] = Json::array();
  for (const auto& [place, job] : found) {
    summaries.push_back(summary_of(op.services.config, job));
    if (std::ssize(summaries) < most) continue;
    if (std::ssize(summaries) < std::ssize(found)) output["NextToken"] = token_of(place);
    break;
  }
  return output;
}

Json stop_training_job(Operation& op) {
  return change_job(op, &TrainingJobs::stop, [](const std::string&, std::string_view status) {
    return not_valid("The request was rejected because the training job is in status {}.", status);
  });
}

Json delete_training_job(Operation& op) {
  return change_job(
      op, &TrainingJobs::remove, [](const std::string& name, std::string_view status) {
        return JsonError(
            "ResourceInUse",
            "The training job {} is in status {}; stop it, and delete it when it has ended", name,
            status);
      });
}

}  // namespace sempurna::sagemaker
