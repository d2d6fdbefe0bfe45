#include <algorithm>

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/endpoints.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/models.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "api/sagemaker/search_expression.h"
#include "api/sagemaker/tags.h"
#include "api/sagemaker/tuning_description.h"
#include "base/base64.h"
#include "base/number.h"
#include "jobs/training_jobs.h"
#include "serving/endpoints.h"
#include "tuning/tuning_jobs.h"

namespace sempurna::sagemaker {

namespace {

constexpr int64_t kDefaultPage = 10;

constexpr MemberRow kRefused[] = {
    {"VisibilityConditions", "a caller sees what the account has"},
};

struct Found {
  std::string name;
  Json record;  ///< as Describe has it, and its Tags
};

/// A resource that can be searched for. Source of the properties: Amazon SageMaker API Reference,
/// TrainingJob, HyperParameterTuningJobSearchEntity, Endpoint and Model.
struct Searched {
  std::string_view resource;
  std::string_view properties;
  std::vector<Found> (*all)(const Operation& op);
};

void add(const Operation& op, std::vector<Found>& all, const std::string& name, const char* arn,
         Json record) {
  record["Tags"] = tags_of_resource(op, record[arn].get<std::string>());
  all.push_back({name, std::move(record)});
}

std::vector<Found> training_jobs(const Operation& op) {
  std::vector<Found> all;
  for (const JobSummary& job : op.services.jobs->list()) {
    // Meanwhile it may have been deleted.
    if (const auto record = op.services.jobs->find(job.name)) {
      add(op, all, job.name, "TrainingJobArn", description_of(op.services.config, *record));
    }
  }
  return all;
}

std::vector<Found> tuning_jobs(const Operation& op) {
  std::vector<Found> all;
  for (const TuningRecord& job : op.services.tuning->list()) {
    add(op, all, job.name, "HyperParameterTuningJobArn", description_of(op, job));
  }
  return all;
}

std::vector<Found> endpoints(const Operation& op) {
  std::vector<Found> all;
  for (const EndpointRecord& endpoint : op.services.endpoints->list()) {
    add(op, all, endpoint.name, "EndpointArn", description_of(op, endpoint));
  }
  return all;
}

std::vector<Found> models(const Operation& op) {
  std::vector<Found> all;
  for (const Resource& model : op.services.resources->list(ResourceKind::Model)) {
    add(op, all, model.name, "ModelArn", description_of(op, model));
  }
  return all;
}

constexpr Searched kSearched[] = {
    {"TrainingJob",
     "AlgorithmSpecification AutoMLJobArn BillableTimeInSeconds CheckpointConfig CreationTime "
     "DebugHookConfig DebugRuleConfigurations DebugRuleEvaluationStatuses "
     "EnableInterContainerTrafficEncryption EnableManagedSpotTraining EnableNetworkIsolation "
     "Environment ExperimentConfig FailureReason FinalMetricDataList HyperParameters "
     "InputDataConfig LabelingJobArn LastModifiedTime Metrics ModelArtifacts OutputDataConfig "
     "ProfilerConfig ProfilerRuleConfigurations ResourceConfig RetryStrategy RoleArn "
     "SecondaryStatus SecondaryStatusTransitions StoppingCondition Tags TensorBoardOutputConfig "
     "TrainingEndTime TrainingJobArn TrainingJobName TrainingJobStatus TrainingStartTime "
     "TrainingTimeInSeconds TuningJobArn VpcConfig",
     training_jobs},
    {"HyperParameterTuningJob",
     "BestTrainingJob ConsumedResources CreationTime FailureReason HyperParameterTuningEndTime "
     "HyperParameterTuningJobArn HyperParameterTuningJobConfig HyperParameterTuningJobName "
     "HyperParameterTuningJobStatus LastModifiedTime ObjectiveStatusCounters "
     "OverallBestTrainingJob Tags TrainingJobDefinition TrainingJobDefinitions "
     "TrainingJobStatusCounters TuningJobCompletionDetails WarmStartConfig",
     tuning_jobs},
    {"Endpoint",
     "CreationTime DataCaptureConfig EndpointArn EndpointConfigName EndpointName EndpointStatus "
     "FailureReason LastModifiedTime MonitoringSchedules ProductionVariants "
     "ShadowProductionVariants Tags",
     endpoints},
    {"Model",
     "Containers CreationTime EnableNetworkIsolation ExecutionRoleArn InferenceExecutionConfig "
     "ModelArn ModelName PrimaryContainer Tags VpcConfig",
     models},
};

const Searched& searched(const Operation& op) {
  const std::string resource = text(op.input, {"Resource"});
  for (const Searched& one : kSearched) {
    if (one.resource == resource) return one;
  }
  throw not_valid(
      "Resource {} is not served: TrainingJob, HyperParameterTuningJob, Endpoint and Model can be "
      "searched for here",
      resource);
}

/// What it is sorted by, then its name: [[has one, number, text], name].
using Place = Json;

Place place_of(const Found& one, const std::string& sort_by) {
  const Json value = property_of(one.record, sort_by);
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  const auto number = read_number<double>(text);
  return Json::array({!value.is_null(), number.value_or(0), number ? "" : text, one.name});
}

std::string token_of(const Place& place, const std::string& order) {
  return encode_base64(Json({order, place}).dump());
}

Place place_of_token(const std::string& token, const std::string& order) {
  const auto plain = decode_base64(token);
  const Json parsed = plain ? Json::parse(*plain, nullptr, false) : Json();
  if (!parsed.is_array() || parsed.size() != 2 || !parsed[0].is_string() || !parsed[1].is_array()) {
    throw not_valid("NextToken is not one that this server gave");
  }
  if (parsed[0] != order) {
    throw not_valid(
        "NextToken is of another search; ask with the same Resource, SortBy and SortOrder as "
        "before");
  }
  return parsed[1];
}

}  // namespace

Json search(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  const Searched& kind = searched(op);
  refuse_members(op.input, kRefused);
  if (text(op.input, {"CrossAccountFilterOption"}) == "CrossAccount") {
    throw not_valid("CrossAccountFilterOption CrossAccount is not served: there is one account");
  }
  const JsonMap* expression = member(op.input, {"SearchExpression"});
  if (expression != nullptr) check_expression(*expression, kind.properties);
  std::string sort_by = text(op.input, {"SortBy"});
  if (!sort_by.empty()) check_property(sort_by, kind.properties);
  // Models are not modified.
  if (sort_by.empty()) sort_by = kind.resource == "Model" ? "CreationTime" : "LastModifiedTime";
  const bool ascending = text(op.input, {"SortOrder"}) == "Ascending";

  std::vector<std::pair<Place, Json>> found;
  for (Found& one : kind.all(op)) {
    if (expression != nullptr && !satisfies(one.record, *expression)) continue;
    Place place = place_of(one, sort_by);
    found.emplace_back(std::move(place), std::move(one.record));
  }
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return ascending ? a.first < b.first : b.first < a.first;
  });
  const std::string order = fmt::format("{} {} {}", kind.resource, sort_by, ascending);
  auto next = found.begin();
  if (const std::string token = text(op.input, {"NextToken"}); !token.empty()) {
    const Place after = place_of_token(token, order);
    next = std::find_if(found.begin(), found.end(), [&](const auto& one) {
      return ascending ? after < one.first : one.first < after;
    });
  }
  const int64_t most = op.number("MaxResults", kDefaultPage, 1, 100);
  Json output = Json::object();
  Json& results = output["Results"] = Json::array();
  for (; next != found.end() && std::ssize(results) < most; ++next) {
    Json record = std::move(next->second);
    // A model is found as the dashboard of models shows it.
    if (kind.resource == "Model") record = {{"Model", std::move(record)}};
    results.push_back({{std::string(kind.resource), std::move(record)}});
  }
  if (next != found.end()) output["NextToken"] = token_of(std::prev(next)->first, order);
  return output;
}

}  // namespace sempurna::sagemaker
