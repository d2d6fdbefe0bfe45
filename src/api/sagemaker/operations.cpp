#include "api/json/dialect.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/sagemaker.h"
#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {

namespace {

// What a request may have is the table of shapes' matter, and each operation's own.
constexpr std::string_view kAny = "*";

constexpr json::ServedOperation kOperations[] = {
    {"CreateTrainingJob", "sagemaker:CreateTrainingJob", create_training_job, kAny},
    {"DeleteTrainingJob", "sagemaker:DeleteTrainingJob", delete_training_job, kAny},
    {"DescribeHub", "sagemaker:DescribeHub", describe_hub, kAny},
    {"DescribeHubContent", "sagemaker:DescribeHubContent", describe_hub_content, kAny},
    {"DescribeTrainingJob", "sagemaker:DescribeTrainingJob", describe_training_job, kAny},
    {"ImportHubContent", "sagemaker:ImportHubContent", import_hub_content, kAny},
    {"ListHubContentVersions", "sagemaker:ListHubContentVersions", list_hub_content_versions, kAny},
    {"ListHubContents", "sagemaker:ListHubContents", list_hub_contents, kAny},
    {"ListHubs", "sagemaker:ListHubs", list_hubs, kAny},
    {"ListTrainingJobs", "sagemaker:ListTrainingJobs", list_training_jobs, kAny},
    {"StopTrainingJob", "sagemaker:StopTrainingJob", stop_training_job, kAny},
};

}  // namespace

const Dialect& dialect() {
  static const json::JsonDialect kDialect(
      {.name = "sagemaker", .target = "SageMaker", .operations = kOperations, .has = is_operation});
  return kDialect;
}

}  // namespace sempurna::sagemaker
