#include "jobs/training_jobs.h"

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "base/base64.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kDefaultPage = 10;

// All that UpdateTrainingJob can ask for; what asks for none of it has it.
constexpr MemberRow kRefused[] = {
    {"ProfilerConfig", "there is no profiler"},
    {"ProfilerRuleConfigurations", "there is no profiler"},
    {"RemoteDebugConfig.EnableRemoteDebug", "there is no container to connect to"},
    {"ResourceConfig.KeepAlivePeriodInSeconds", "there are no warm pools here, and none is needed"},
};

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

JobOrder order_of(const std::string& sort_by) {
  if (sort_by == "Name") return JobOrder::Name;
  if (sort_by == "Status") return JobOrder::Status;
  return JobOrder::Created;
}

/// In which order the list is, and how far it is told.
std::string token_of(const JobPlace& place, const std::string& order) {
  return encode_base64(order + "\n" + place.value + "\n" + place.name);
}

JobPlace place_of_token(const std::string& token, const std::string& order) {
  const auto plain = decode_base64(token);
  const auto first = plain ? plain->find('\n') : std::string::npos;
  const auto second = first == std::string::npos ? first : plain->find('\n', first + 1);
  if (second == std::string::npos) {
    throw not_valid("NextToken is not one that this server gave");
  }
  if (plain->substr(0, first) != order) {
    throw not_valid(
        "NextToken is of a list in another order; ask with the same SortBy and "
        "SortOrder as before");
  }
  return {plain->substr(first + 1, second - first - 1), plain->substr(second + 1)};
}

std::optional<double> milliseconds(const Operation& op, const char* name) {
  const JsonMap* seconds = member(op.input, {name});
  if (seconds == nullptr) return std::nullopt;
  return seconds->get<double>() * 1000;
}

JobQuery query_of(const Operation& op) {
  JobQuery query{.name_contains = text(op.input, {"NameContains"}),
                 .created_after = milliseconds(op, "CreationTimeAfter"),
                 .created_before = milliseconds(op, "CreationTimeBefore"),
                 .changed_after = milliseconds(op, "LastModifiedTimeAfter"),
                 .changed_before = milliseconds(op, "LastModifiedTimeBefore"),
                 .order = order_of(text(op.input, {"SortBy"})),
                 .descending = text(op.input, {"SortOrder"}) == "Descending"};
  const std::string status = text(op.input, {"StatusEquals"});
  if (!status.empty()) query.statuses = {status};
  return query;
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
    throw refuse(name, find_job(op, name).status());
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
  JobQuery query = query_of(op);
  const std::string order = fmt::format("{}{}", static_cast<int>(query.order), query.descending);
  const std::string token = text(op.input, {"NextToken"});
  if (!token.empty()) query.after = place_of_token(token, order);
  const int64_t most = op.number("MaxResults", kDefaultPage, 1, 100);
  query.limit = most + 1;  // one more tells whether there is more
  auto jobs = op.services.jobs->list(query);
  Json output = Json::object();
  if (std::ssize(jobs) > most) {
    jobs.pop_back();
    output["NextToken"] = token_of(place_of(jobs.back(), query.order), order);
  }
  Json& summaries = output["TrainingJobSummaries"] = Json::array();
  for (const JobSummary& job : jobs) summaries.push_back(summary_of(op.services.config, job));
  return output;
}

Json stop_training_job(Operation& op) {
  return change_job(op, &TrainingJobs::stop, [](const std::string&, std::string_view status) {
    return not_valid("The request was rejected because the training job is in status {}.", status);
  });
}

Json update_training_job(Operation& op) {
  const std::string name = authorized_name(op);
  find_job(op, name);
  refuse_members(op.input, kRefused);
  return {{"TrainingJobArn", training_job_arn(op.services.config, name)}};
}

Json delete_training_job(Operation& op) {
  Json output =
      change_job(op, &TrainingJobs::remove, [](const std::string& name, std::string_view status) {
        return JsonError(
            "ResourceInUse",
            "The training job {} is in status {}; stop it, and delete it when it has ended", name,
            status);
      });
  op.services.resources->remove_all_tags(
      training_job_arn(op.services.config, text(op.input, {"TrainingJobName"})));
  return output;
}

}  // namespace sempurna::sagemaker
