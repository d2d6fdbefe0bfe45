#include "api/sagemaker/shapes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

#include "api/json/error.h"

namespace sempurna::sagemaker {
namespace {

void collect(const Shape* shape, std::set<const Shape*>& into) {
  if (shape == nullptr || !into.insert(shape).second) return;
  collect(shape->key, into);
  collect(shape->element, into);
  for (const Member& member : shape->members) collect(member.shape, into);
}

std::set<const Shape*> all_shapes() {
  std::set<const Shape*> all;
  for (const KnownOperation& operation : known_operations()) collect(operation.input, all);
  return all;
}

const Pattern& pattern_written(std::string_view text) {
  const auto found = std::ranges::find(patterns(), text, &Pattern::written);
  if (found == patterns().end()) throw std::runtime_error(std::string(text) + " is no pattern");
  return *found;
}

TEST(Shapes, AreFoundByTheOperationsName) {
  ASSERT_NE(input_of("CreateTrainingJob"), nullptr);
  EXPECT_EQ(input_of("CreateTrainingJob")->members[0].name, "TrainingJobName");
  EXPECT_EQ(input_of("DeleteTrainingJob")->members.size(), 1);
  EXPECT_EQ(input_of("CreateNotebookInstance"), nullptr);
  EXPECT_EQ(input_of("Nonsense"), nullptr);
}

TEST(Shapes, KnowAllOperationsOfTheService) {
  EXPECT_TRUE(is_operation("CreateTrainingJob"));
  EXPECT_TRUE(is_operation("CreateNotebookInstance"));
  EXPECT_TRUE(is_operation("CreateInferenceComponent"));  // newer than Debian's botocore
  EXPECT_FALSE(is_operation("createTrainingJob"));
  EXPECT_FALSE(is_operation(""));
  EXPECT_FALSE(is_operation("Zzz"));
  EXPECT_EQ(known_operations().size(), 396);
  EXPECT_TRUE(std::ranges::is_sorted(known_operations(), {}, &KnownOperation::name));
}

TEST(Shapes, OfOperationsAreStructures) {
  for (const KnownOperation& operation : known_operations()) {
    if (operation.input == nullptr) continue;
    EXPECT_EQ(operation.input->kind, Kind::Structure) << operation.name;
  }
}

// As clients send them: the AWS CLI, the SageMaker Python SDK, Terraform.
TEST(Shapes, TakeWhatClientsSend) {
  const std::pair<const char*, const char*> requests[] = {
      {"AddTags", R"({"ResourceArn": "arn:aws:sagemaker:us-west-2:111122223333:training-job/a",
          "Tags": [{"Key": "team", "Value": "Größe"}, {"Key": "empty", "Value": ""}]})"},
      {"CreateEndpoint", R"({"EndpointName": "e-1", "EndpointConfigName": "e-1", "Tags": []})"},
      {"CreateEndpointConfig", R"({"EndpointConfigName": "e-1", "ProductionVariants": [
          {"VariantName": "AllTraffic", "ModelName": "m-1", "InitialInstanceCount": 1,
           "InstanceType": "ml.g5.xlarge", "InitialVariantWeight": 1.0,
           "ModelDataDownloadTimeoutInSeconds": 1200, "RoutingConfig": {"RoutingStrategy": "RANDOM"}}]})"},
      {"CreateHyperParameterTuningJob", R"({"HyperParameterTuningJobName": "t-1",
          "HyperParameterTuningJobConfig": {"Strategy": "Bayesian", "RandomSeed": 1,
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 10, "MaxParallelTrainingJobs": 2},
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:accuracy"},
            "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "learning_rate", "MinValue": "1e-4",
              "MaxValue": "0.1", "ScalingType": "Logarithmic"}], "IntegerParameterRanges": [],
              "CategoricalParameterRanges": [{"Name": "optimizer", "Values": ["\"adam\"", "\"sgd\""]}]},
            "TrainingJobEarlyStoppingType": "Auto"},
          "TrainingJobDefinition": {"AlgorithmSpecification": {"TrainingInputMode": "File",
              "TrainingImage": "111122223333.dkr.ecr.us-west-2.amazonaws.com/i:1"},
            "StaticHyperParameters": {"epochs": "5"}, "RoleArn": "arn:aws:iam::111122223333:role/service-role/r",
            "OutputDataConfig": {"S3OutputPath": "s3://b/"}, "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30}}})"},
      {"CreateModel",
       R"({"ModelName": "m-1", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/r",
          "EnableNetworkIsolation": true, "PrimaryContainer": {"ModelDataUrl": "s3://b/j/output/model.tar.gz",
            "Image": "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference:2.9-cpu",
            "Environment": {"SAGEMAKER_PROGRAM": "inference.py", "ENDPOINT_SERVER_TIMEOUT": "3600"}}})"},
      {"CreateTransformJob", R"({"TransformJobName": "t-1", "ModelName": "m-1",
          "TransformInput": {"ContentType": "application/x-image",
            "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/in/"}}},
          "TransformOutput": {"S3OutputPath": "s3://b/out", "AssembleWith": "Line"},
          "TransformResources": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1}})"},
      {"DeleteTags",
       R"({"ResourceArn": "arn:aws:sagemaker:us-west-2:111122223333:model/a", "TagKeys": ["team"]})"},
      {"DescribeHubContent", R"({"HubName": "SageMakerPublicHub", "HubContentType": "Model",
          "HubContentName": "tensorflow-ic-bit-m", "HubContentVersion": "1.0.0"})"},
      {"ImportHubContent", R"({"HubName": "mine", "HubContentName": "m", "HubContentType": "Model",
          "DocumentSchemaVersion": "2.0.0", "HubContentDocument": "{}", "HubContentSearchKeywords": ["k"]})"},
      {"ListHubContents",
       R"({"HubName": "SageMakerPublicHub", "HubContentType": "Model", "MaxResults": 100})"},
      {"ListTags",
       R"({"ResourceArn": "arn:aws:sagemaker:us-west-2:111122223333:endpoint/e", "MaxResults": 50})"},
      {"ListTrainingJobs", R"({"CreationTimeAfter": 1700000000.5, "StatusEquals": "InProgress",
          "SortBy": "CreationTime", "SortOrder": "Ascending", "NameContains": "a", "MaxResults": 10})"},
      {"Search", R"({"Resource": "TrainingJob", "SearchExpression": {"Filters": [
          {"Name": "Tags.team", "Operator": "Equals", "Value": "v"}]}})"},
      {"UpdateEndpointWeightsAndCapacities",
       R"({"EndpointName": "e", "DesiredWeightsAndCapacities": [
          {"VariantName": "A", "DesiredWeight": 0.5, "DesiredInstanceCount": 1}]})"},
      {"UpdateTrainingJob",
       R"({"TrainingJobName": "a", "ResourceConfig": {"KeepAlivePeriodInSeconds": 60}})"},
  };
  for (const auto& [operation, request] : requests) {
    EXPECT_THAT(sagemaker::faults_of(*input_of(operation), JsonMap::parse(request)),
                testing::IsEmpty())
        << operation;
  }
}

TEST(Shapes, HaveTheInstanceTypesThatAreNewer) {
  for (const char* type : {"ml.p2.xlarge", "ml.g5.xlarge", "ml.p5.48xlarge", "ml.g7e.2xlarge"}) {
    EXPECT_THAT(sagemaker::faults_of(*input_of("CreateTrainingJob"),
                                     {{"ResourceConfig", {{"InstanceType", type}}}}),
                testing::SizeIs(3))  // what is required
        << type;
  }
}

TEST(Patterns, MatchTheWholeText) {
  const Pattern& name = pattern_written("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
  EXPECT_TRUE(matches(name, "a"));
  EXPECT_TRUE(matches(name, std::string(63, 'a')));
  EXPECT_TRUE(matches(name, "a--b"));
  EXPECT_FALSE(matches(name, ""));
  EXPECT_FALSE(matches(name, "a-"));
  EXPECT_FALSE(matches(name, "a b"));
  EXPECT_FALSE(matches(name, "a\n"));
  EXPECT_FALSE(matches(name, std::string_view("a\0b", 3)));
  EXPECT_FALSE(matches(name, std::string(64, 'a')));
}

TEST(Patterns, KnowUnicode) {
  const Pattern& tag = pattern_written("([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)");
  EXPECT_TRUE(matches(tag, "Größe größer ٣ 東京"));
  EXPECT_FALSE(matches(tag, "a;b"));
  EXPECT_FALSE(matches(tag, "😀"));
}

TEST(Patterns, AreMadeOnceWhoeverAsksFirst) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([] {
      const Pattern& number = pattern_written("\\d{1,4}.\\d{1,4}.\\d{1,4}");
      for (const Pattern& pattern : patterns()) matches(pattern, "a");
      EXPECT_TRUE(matches(number, "1.0.0"));
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Those that RE2 needs written otherwise mean the same.
TEST(Patterns, ThatLookAroundMeanWhatTheServiceWrites) {
  const Pattern& arn_or_name = pattern_written(
      "(arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:[a-z\\-]*\\/)?"
      "([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)");
  EXPECT_TRUE(matches(arn_or_name, "a"));
  EXPECT_TRUE(matches(arn_or_name, "a-b"));
  EXPECT_TRUE(matches(arn_or_name, std::string(63, 'a')));
  EXPECT_TRUE(matches(arn_or_name, "arn:aws:sagemaker:us-west-2:111122223333:algorithm/a"));
  EXPECT_FALSE(matches(arn_or_name, "a-"));
  EXPECT_FALSE(matches(arn_or_name, "-a"));
  EXPECT_FALSE(matches(arn_or_name, std::string(64, 'a')));

  const Pattern& not_blank = pattern_written("(?!\\s*$).+");
  EXPECT_TRUE(matches(not_blank, " a "));
  EXPECT_FALSE(matches(not_blank, ""));
  EXPECT_FALSE(matches(not_blank, " \t"));
  EXPECT_FALSE(matches(not_blank, "a\nb"));

  const Pattern& function =
      pattern_written("arn:[\\p{Alnum}\\-]+:lambda:[\\p{Alnum}\\-]+:[0-9]{12}:function:.*");
  EXPECT_TRUE(matches(function, "arn:aws-cn:lambda:cn-north-1:111122223333:function:f"));
  EXPECT_FALSE(matches(function, "arn:é:lambda:cn-north-1:111122223333:function:f"));

  const Pattern& key = pattern_written("[a-zA-Z_][a-zA-Z0-9_]{0,1023}");
  EXPECT_TRUE(matches(key, std::string(1024, '_')));
  EXPECT_FALSE(matches(key, "1"));
}

// A pattern that could not be read would match nothing.
TEST(Patterns, AreAllReadableAndMatchSomething) {
  const std::string some[] = {
      "a",
      "1.0.0",
      "s3://b/k",
      "fs-0123456789",
      "text/csv",
      "arn:aws:iam::111122223333:role/r",
      "arn:aws:sns:us-west-2:111122223333:topic",
      "arn:aws:sagemaker:us-west-2:111122223333:training-job/a",
      "arn:aws:sagemaker:us-west-2:111122223333:training-plan/a",
      "arn:aws:sagemaker:us-west-2:111122223333:mlflow-app/a",
      "arn:aws:sagemaker:us-west-2:111122223333:model-package/a",
      "arn:aws:sagemaker:us-west-2:111122223333:model-package-group/a",
      "arn:aws:sagemaker:us-west-2:aws:hub-content/SageMakerPublicHub/Model/m/1.0.0",
      "arn:aws:sagemaker:us-west-2:aws:hub-content/SageMakerPublicHub/DataSet/d",
      "arn:aws:lambda:us-west-2:111122223333:function:f"};
  for (const Pattern& pattern : patterns()) {
    EXPECT_TRUE(std::ranges::any_of(some, [&](const auto& text) { return matches(pattern, text); }))
        << pattern.written;
  }
}

// What makes an engine that backtracks or recurses take for ever or overflow its stack, as long as
// the length allows, or 16 KiB.
TEST(Patterns, TakeTheWorstThatAStrangerSends) {
  const std::string beginnings[] = {"",
                                    "a",
                                    "s3://",
                                    "text/",
                                    "arn:aws:sagemaker:",
                                    "arn:aws:sagemaker:us-west-2:111122223333:",
                                    "arn:aws:iam::111122223333:role/",
                                    "arn:a:sagemaker:a"};
  const std::string repeats[] = {"a",  "-",  "a-", "-a",   "--a",
                                 "/",  "a/", ":",  " ",    ".",
                                 "1.", "\n", "é",  "\xff", std::string(1, '\0')};
  const std::string ends[] = {"", "!", "-", "\n"};
  std::set<std::pair<const Pattern*, size_t>> longest;
  for (const Shape* shape : all_shapes()) {
    if (shape->pattern == nullptr) continue;
    longest.emplace(shape->pattern, static_cast<size_t>(shape->max.value_or(1 << 14)));
  }
  for (const auto& [pattern, length] : longest) {
    for (const std::string& beginning : beginnings) {
      for (const std::string& repeat : repeats) {
        std::string text = beginning;
        while (text.size() < length) text += repeat;
        for (const std::string& end : ends) {
          text.resize(std::max(length, end.size()) - end.size());
          matches(*pattern, text + end);
        }
      }
    }
  }
}

}  // namespace
}  // namespace sempurna::sagemaker
