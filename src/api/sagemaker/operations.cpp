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
    {"DescribeTrainingJob", "sagemaker:DescribeTrainingJob", describe_training_job, kAny},
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
