#include "api/sagemaker/requested_tuning.h"

#include <gtest/gtest.h>

#include "api/json/error.h"

namespace sempurna::sagemaker {
namespace {

JsonMap asked() {
  return parse_json_map(R"({
      "HyperParameterTuningJobName": "tune",
      "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "ResourceLimits": {"MaxParallelTrainingJobs": 2, "MaxNumberOfTrainingJobs": 6},
        "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "validation:loss"},
        "ParameterRanges": {
          "IntegerParameterRanges": [{"Name": "epochs", "MinValue": "\"1\"", "MaxValue": "9"}],
          "ContinuousParameterRanges": [{"Name": "learning_rate", "MinValue": "1e-4",
            "MaxValue": "0.5", "ScalingType": "Logarithmic"}]}},
      "TrainingJobDefinition": {
        "DefinitionName": "mine",
        "AlgorithmSpecification": {"TrainingImage": "card", "TrainingInputMode": "File"},
        "StaticHyperParameters": {"batch_size": "8"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
        "RoleArn": "role"},
      "Tags": [{"Key": "a", "Value": "b"}]})",
                        "a request");
}

std::string refusal_of(const JsonMap& request) {
  try {
    requested_tuning(request, "tune-001");
  } catch (const JsonError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(RequestedTuning, ReadsWhatIsTunedAndHowFar) {
  const RequestedTuning tuning = requested_tuning(asked(), "tune-001");
  EXPECT_EQ(tuning.plan.strategy, Strategy::Bayesian);
  EXPECT_FALSE(tuning.plan.maximizes);
  EXPECT_EQ(tuning.objective.figure, "val_loss");
  EXPECT_EQ(tuning.limits.at_once, 2);
  EXPECT_EQ(tuning.limits.trials, 6);
  ASSERT_EQ(tuning.plan.ranges.numbers.size(), 2u);
  EXPECT_TRUE(tuning.plan.ranges.numbers[0].is_integer);
  EXPECT_EQ(tuning.plan.ranges.numbers[0].min, 1);
  EXPECT_EQ(tuning.plan.ranges.numbers[1].scaling, Scaling::Logarithmic);
  EXPECT_EQ(tuning.plan.ranges.numbers[1].max, 0.5);
}

TEST(RequestedTuning, ATrialIsATrainingJob) {
  EXPECT_EQ(requested_tuning(asked(), "tune-001").training, parse_json_map(R"({
      "TrainingJobName": "tune-001", "RoleArn": "role", "HyperParameters": {"batch_size": "8"},
      "AlgorithmSpecification": {"TrainingImage": "card", "TrainingInputMode": "File"},
      "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5},
      "Tags": [{"Key": "a", "Value": "b"}]})",
                                                                           "a training job"));
}

TEST(RequestedTuning, OfSeveralInstancesTheFirstIsTaken) {
  JsonMap request = asked();
  JsonMap& definition = request["TrainingJobDefinition"];
  definition.erase("ResourceConfig");
  definition["HyperParameterTuningResourceConfig"] = parse_json_map(
      R"({"AllocationStrategy": "Prioritized", "InstanceConfigs": [
          {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 7},
          {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 5}]})",
      "instances");
  EXPECT_EQ(training_of(definition)["ResourceConfig"],
            parse_json_map(
                R"({"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 7})",
                "an instance"));
  definition["HyperParameterTuningResourceConfig"]["InstanceType"] = "ml.m5.large";
  EXPECT_EQ(refusal_of(request),
            "HyperParameterTuningResourceConfig has both InstanceType and InstanceConfigs; give "
            "one of them");
  definition.erase("HyperParameterTuningResourceConfig");
  EXPECT_EQ(refusal_of(request),
            "the definition of the training jobs has no ResourceConfig; give one");
}

TEST(RequestedTuning, AMetricThatIsDefinedGoesBeforeOneOfTheRunsOwn) {
  JsonMap request = asked();
  request["TrainingJobDefinition"]["AlgorithmSpecification"]["MetricDefinitions"] = parse_json_map(
      R"x([{"Name": "other", "Regex": "o=(.*)"}, {"Name": "validation:loss", "Regex": "l=(.*)"}])x",
      "metrics");
  const RequestedTuning tuning = requested_tuning(request, "tune-001");
  EXPECT_EQ(tuning.objective.regex, "l=(.*)");
  EXPECT_TRUE(tuning.objective.figure.empty());
}

TEST(RequestedTuning, ADefinitionOfSeveralHasItsOwnRangesAndObjective) {
  JsonMap request = asked();
  JsonMap& config = request["HyperParameterTuningJobConfig"];
  JsonMap definition = request["TrainingJobDefinition"];
  request.erase("TrainingJobDefinition");
  EXPECT_EQ(refusal_of(request),
            "TrainingJobDefinition is missing: it says what the training jobs are");
  definition["TuningObjective"] = config["HyperParameterTuningJobObjective"];
  definition["HyperParameterRanges"] = config["ParameterRanges"];
  request["TrainingJobDefinitions"] = JsonMap::array({definition});
  EXPECT_EQ(refusal_of(request),
            "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective and TuningObjective of "
            "the definition say the same; give one of them");
  config.erase("HyperParameterTuningJobObjective");
  config.erase("ParameterRanges");
  EXPECT_EQ(requested_tuning(request, "tune-001").plan.ranges.numbers.size(), 2u);
  request["TrainingJobDefinitions"].push_back(definition);
  EXPECT_EQ(refusal_of(request),
            "TrainingJobDefinitions with 2 definitions is not served: a tuning job here has one; "
            "create one for each");
}

TEST(RequestedTuning, AGridHasAsManyTrialsAsCombinations) {
  JsonMap request = asked();
  JsonMap& config = request["HyperParameterTuningJobConfig"];
  config["Strategy"] = "Grid";
  config["ResourceLimits"].erase("MaxNumberOfTrainingJobs");
  config["ParameterRanges"] = parse_json_map(
      R"({"CategoricalParameterRanges": [{"Name": "a", "Values": ["1", "2"]},
                                          {"Name": "b", "Values": ["1", "2", "3"]}]})",
      "ranges");
  EXPECT_EQ(requested_tuning(request, "tune-001").limits.trials, 6);
}

TEST(RequestedTuning, HyperbandGoesAsFarAsATrialTrains) {
  JsonMap request = asked();
  JsonMap& config = request["HyperParameterTuningJobConfig"];
  config["Strategy"] = "Hyperband";
  config["ParameterRanges"].erase("IntegerParameterRanges");
  request["TrainingJobDefinition"]["StaticHyperParameters"]["epochs"] = "\"27\"";
  EXPECT_EQ(requested_tuning(request, "tune-001").plan.max_resource, 27);
  config["StrategyConfig"]["HyperbandStrategyConfig"] = {{"MinResource", 3}, {"MaxResource", 9}};
  EXPECT_EQ(requested_tuning(request, "tune-001").plan.max_resource, 9);
  EXPECT_EQ(requested_tuning(request, "tune-001").plan.min_resource, 3);
}

TEST(RequestedTuning, CompletionCriteriaAreLimits) {
  JsonMap request = asked();
  JsonMap& config = request["HyperParameterTuningJobConfig"];
  config["ResourceLimits"] = {{"MaxParallelTrainingJobs", 1}, {"MaxRuntimeInSeconds", 120}};
  config["TuningJobCompletionCriteria"] = {
      {"TargetObjectiveMetricValue", 0.25},
      {"BestObjectiveNotImproving", {{"MaxNumberOfTrainingJobsNotImproving", 4}}},
      {"ConvergenceDetected", {{"CompleteOnConvergence", "Enabled"}}}};
  const TuningLimits limits = requested_tuning(request, "tune-001").limits;
  EXPECT_EQ(limits.trials, 0);
  EXPECT_EQ(limits.seconds, 120);
  EXPECT_EQ(limits.target, 0.25);
  EXPECT_EQ(limits.not_improving, 4);
  EXPECT_TRUE(limits.until_converged);
}

}  // namespace
}  // namespace sempurna::sagemaker
