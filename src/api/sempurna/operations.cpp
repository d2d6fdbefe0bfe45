#include "api/json/dialect.h"
#include "api/sempurna/handlers.h"
#include "api/sempurna/sempurna.h"

namespace sempurna::own {

namespace {

constexpr json::ServedOperation kOperations[] = {
    {"Backup", "sempurna:Backup", backup, "Folder Parent WithMasterKey"},
    {"CheckDataset", "sempurna:CheckDataset", check_dataset,
     "ModelId RoleArn Test Training Validation"},
    {"DescribeDefaults", "sempurna:DescribeDefaults", describe_defaults, "BatchSize"},
    {"DescribeModelCard", "sempurna:DescribeModelCard", describe_model_card, "ModelId"},
    {"DescribeTrainingProgress", "sempurna:DescribeTrainingProgress", describe_training_progress,
     "TrainingJobName NextToken"},
    {"DescribeValidation", "sempurna:DescribeValidation", describe_validation, "TrainingJobName"},
    {"EstimateTrainingJob", "sempurna:EstimateTrainingJob", estimate_training_job,
     "Classes DefaultData HyperParameters InstanceType ModelId TestExamples TrainingExamples "
     "ValidationExamples"},
    {"ListModelCards", "sempurna:ListModelCards", list_model_cards, ""},
    {"ListValidationItems", "sempurna:ListValidationItems", list_validation_items,
     "Label MaxResults NextToken Order Predicted TrainingJobName"},
    {"PreviewExamples", "sempurna:PreviewExamples", preview_examples,
     "HyperParameters MaxResults ModelId RoleArn Training"},
    {"PullModel", "sempurna:PullModel", pull_model, "ModelId"},
    {"RenewSession", "sempurna:RenewSession", renew_session, ""},
    {"SignIn", "sempurna:SignIn", sign_in, ""},
};

}  // namespace

const Dialect& dialect() {
  static const json::JsonDialect kDialect({.name = "sempurna",
                                           .target = "Sempurna",
                                           .operations = kOperations,
                                           .takes_unknown_targets = true});
  return kDialect;
}

}  // namespace sempurna::own
