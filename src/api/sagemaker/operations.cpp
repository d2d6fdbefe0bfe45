#include "api/json/dialect.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/sagemaker.h"
#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {

namespace {

// What a request may have is the table of shapes' matter, and each operation's own.
constexpr std::string_view kAny = "*";

constexpr json::ServedOperation kOperations[] = {
    {"AddTags", "sagemaker:AddTags", add_tags, kAny},
    {"CreateEndpoint", "sagemaker:CreateEndpoint", create_endpoint, kAny},
    {"CreateEndpointConfig", "sagemaker:CreateEndpointConfig", create_endpoint_config, kAny},
    {"CreateHub", "sagemaker:CreateHub", create_hub, kAny},
    {"CreateHyperParameterTuningJob", "sagemaker:CreateHyperParameterTuningJob", create_tuning_job,
     kAny},
    {"CreateModel", "sagemaker:CreateModel", create_model, kAny},
    {"CreateTrainingJob", "sagemaker:CreateTrainingJob", create_training_job, kAny},
    {"CreateTransformJob", "sagemaker:CreateTransformJob", create_transform_job, kAny},
    {"DeleteEndpoint", "sagemaker:DeleteEndpoint", delete_endpoint, kAny},
    {"DeleteEndpointConfig", "sagemaker:DeleteEndpointConfig", delete_endpoint_config, kAny},
    {"DeleteHub", "sagemaker:DeleteHub", delete_hub, kAny},
    {"DeleteHubContent", "sagemaker:DeleteHubContent", delete_hub_content, kAny},
    {"DeleteHyperParameterTuningJob", "sagemaker:DeleteHyperParameterTuningJob", delete_tuning_job,
     kAny},
    {"DeleteModel", "sagemaker:DeleteModel", delete_model, kAny},
    {"DeleteTags", "sagemaker:DeleteTags", delete_tags, kAny},
    {"DeleteTrainingJob", "sagemaker:DeleteTrainingJob", delete_training_job, kAny},
    {"DescribeEndpoint", "sagemaker:DescribeEndpoint", describe_endpoint, kAny},
    {"DescribeEndpointConfig", "sagemaker:DescribeEndpointConfig", describe_endpoint_config, kAny},
    {"DescribeHub", "sagemaker:DescribeHub", describe_hub, kAny},
    {"DescribeHubContent", "sagemaker:DescribeHubContent", describe_hub_content, kAny},
    {"DescribeHyperParameterTuningJob", "sagemaker:DescribeHyperParameterTuningJob",
     describe_tuning_job, kAny},
    {"DescribeModel", "sagemaker:DescribeModel", describe_model, kAny},
    {"DescribeTrainingJob", "sagemaker:DescribeTrainingJob", describe_training_job, kAny},
    {"DescribeTransformJob", "sagemaker:DescribeTransformJob", describe_transform_job, kAny},
    {"ImportHubContent", "sagemaker:ImportHubContent", import_hub_content, kAny},
    {"ListEndpointConfigs", "sagemaker:ListEndpointConfigs", list_endpoint_configs, kAny},
    {"ListEndpoints", "sagemaker:ListEndpoints", list_endpoints, kAny},
    {"ListHubContentVersions", "sagemaker:ListHubContentVersions", list_hub_content_versions, kAny},
    {"ListHubContents", "sagemaker:ListHubContents", list_hub_contents, kAny},
    {"ListHubs", "sagemaker:ListHubs", list_hubs, kAny},
    {"ListHyperParameterTuningJobs", "sagemaker:ListHyperParameterTuningJobs", list_tuning_jobs,
     kAny},
    {"ListModels", "sagemaker:ListModels", list_models, kAny},
    {"ListTags", "sagemaker:ListTags", list_tags, kAny},
    {"ListTrainingJobs", "sagemaker:ListTrainingJobs", list_training_jobs, kAny},
    {"ListTrainingJobsForHyperParameterTuningJob",
     "sagemaker:ListTrainingJobsForHyperParameterTuningJob", list_trials, kAny},
    {"ListTransformJobs", "sagemaker:ListTransformJobs", list_transform_jobs, kAny},
    {"Search", "sagemaker:Search", search, kAny},
    {"StopHyperParameterTuningJob", "sagemaker:StopHyperParameterTuningJob", stop_tuning_job, kAny},
    {"StopTrainingJob", "sagemaker:StopTrainingJob", stop_training_job, kAny},
    {"StopTransformJob", "sagemaker:StopTransformJob", stop_transform_job, kAny},
    {"UpdateEndpoint", "sagemaker:UpdateEndpoint", update_endpoint, kAny},
    {"UpdateEndpointWeightsAndCapacities", "sagemaker:UpdateEndpointWeightsAndCapacities",
     update_endpoint_weights_and_capacities, kAny},
    {"UpdateTrainingJob", "sagemaker:UpdateTrainingJob", update_training_job, kAny},
};

}  // namespace

const Dialect& dialect() {
  static const json::JsonDialect kDialect(
      {.name = "sagemaker", .target = "SageMaker", .operations = kOperations, .has = is_operation});
  return kDialect;
}

}  // namespace sempurna::sagemaker
