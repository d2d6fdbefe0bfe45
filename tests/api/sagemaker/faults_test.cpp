#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/json/error.h"
#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using Faults = std::vector<std::string>;

/// A request that CreateTrainingJob takes.
JsonMap job() {
  return JsonMap::parse(R"({
    "TrainingJobName": "flowers-1",
    "RoleArn": "arn:aws:iam::111122223333:role/r",
    "AlgorithmSpecification": {"TrainingInputMode": "File", "AlgorithmName": "mobilenet"},
    "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
    "InputDataConfig": [
      {"ChannelName": "training",
       "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/flowers/"}}}],
    "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 3600}
  })");
}

Faults faults_of(const char* operation, const JsonMap& request) {
  return sagemaker::faults_of(*input_of(operation), request);
}

/// Of a job with one member, named by a JSON pointer, set to `value`.
Faults faults_with(const std::string& member, const JsonMap& value) {
  JsonMap request = job();
  request[JsonMap::json_pointer(member)] = value;
  return faults_of("CreateTrainingJob", request);
}

std::string wrong_type_with(const std::string& member, const JsonMap& value) {
  try {
    const Faults faults = faults_with(member, value);
    return "no wrong type, but " + std::to_string(faults.size()) + " faults";
  } catch (const JsonError& error) {
    EXPECT_EQ(error.code_name(), "SerializationException");
    return error.what();
  }
}

const std::string kNamePattern =
    "failed to satisfy constraint: Member must satisfy regular expression pattern: "
    "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";

TEST(Faults, AreNoneOfARightRequest) {
  EXPECT_THAT(faults_of("CreateTrainingJob", job()), IsEmpty());
  EXPECT_THAT(faults_of("ListTrainingJobs", JsonMap::object()), IsEmpty());
}

TEST(Faults, OfAPattern) {
  EXPECT_THAT(faults_with("/TrainingJobName", "a_b"),
              ElementsAre("Value 'a_b' at 'trainingJobName' " + kNamePattern));
}

TEST(Faults, OfALength) {
  const std::string long_name(64, 'a');
  EXPECT_THAT(faults_with("/TrainingJobName", long_name),
              ElementsAre("Value '" + long_name + "' at 'trainingJobName' " + kNamePattern,
                          "Value '" + long_name +
                              "' at 'trainingJobName' failed to satisfy constraint: "
                              "Member must have length less than or equal to 63"));
  EXPECT_THAT(faults_with("/RoleArn", "arn:aws:iam::1:r"),
              Contains("Value 'arn:aws:iam::1:r' at 'roleArn' failed to satisfy constraint: "
                       "Member must have length greater than or equal to 20"));
}

TEST(Faults, OfALengthCountCharactersNotBytes) {
  std::string path = "s3://b/";
  while (path.size() < 7 + 2 * 1017) path += "é";
  EXPECT_THAT(faults_with("/OutputDataConfig/S3OutputPath", path), IsEmpty());
  EXPECT_THAT(faults_with("/OutputDataConfig/S3OutputPath", path + "é"), SizeIs(1));
}

TEST(Faults, OfAnEnumerationNameAllItsWords) {
  EXPECT_THAT(faults_with("/AlgorithmSpecification/TrainingInputMode", "file"),
              ElementsAre("Value 'file' at 'algorithmSpecification.trainingInputMode' failed to "
                          "satisfy constraint: Member must satisfy enum value set: "
                          "[Pipe, File, FastFile]"));
}

TEST(Faults, OfANumber) {
  EXPECT_THAT(faults_with("/StoppingCondition/MaxRuntimeInSeconds", 0),
              ElementsAre("Value '0' at 'stoppingCondition.maxRuntimeInSeconds' failed to satisfy "
                          "constraint: Member must have value greater than or equal to 1"));
  EXPECT_THAT(faults_with("/RetryStrategy", {{"MaximumRetryAttempts", 31}}),
              ElementsAre("Value '31' at 'retryStrategy.maximumRetryAttempts' failed to satisfy "
                          "constraint: Member must have value less than or equal to 30"));
}

TEST(Faults, OfWhatIsRequired) {
  EXPECT_THAT(faults_of("CreateTrainingJob", JsonMap::object()),
              ElementsAre("Value null at 'trainingJobName' failed to satisfy constraint: "
                          "Member must not be null",
                          "Value null at 'roleArn' failed to satisfy constraint: "
                          "Member must not be null",
                          "Value null at 'outputDataConfig' failed to satisfy constraint: "
                          "Member must not be null"));
  EXPECT_THAT(faults_with("/RoleArn", nullptr), SizeIs(1));
}

TEST(Faults, OfAListsStructuresNameTheElement) {
  JsonMap request = job();
  request["InputDataConfig"].push_back(request["InputDataConfig"][0]);
  request["InputDataConfig"][1]["ChannelName"] = "a b";
  request["InputDataConfig"][1]["DataSource"]["S3DataSource"].erase("S3Uri");
  EXPECT_THAT(faults_of("CreateTrainingJob", request),
              ElementsAre("Value 'a b' at 'inputDataConfig.2.member.channelName' failed to satisfy "
                          "constraint: Member must satisfy regular expression pattern: "
                          "[A-Za-z0-9\\.\\-_]+",
                          "Value null at 'inputDataConfig.2.member.dataSource.s3DataSource.s3Uri' "
                          "failed to satisfy constraint: Member must not be null"));
  EXPECT_THAT(faults_with("/InputDataConfig/0", nullptr),
              ElementsAre("Value null at 'inputDataConfig.1.member' failed to satisfy constraint: "
                          "Member must not be null"));
}

TEST(Faults, OfAListsTextsAreTheLists) {
  EXPECT_THAT(
      faults_with("/VpcConfig",
                  {{"SecurityGroupIds", {"sg-1", "sg 2", "sg 3"}}, {"Subnets", {"subnet-1"}}}),
      ElementsAre("Value '[sg-1, sg 2, sg 3]' at 'vpcConfig.securityGroupIds' failed to "
                  "satisfy constraint: Member must satisfy constraint: [Member must have "
                  "length less than or equal to 32, Member must have length greater than or "
                  "equal to 0, Member must satisfy regular expression pattern: "
                  "[-0-9a-zA-Z]+]"));
}

TEST(Faults, OfASize) {
  EXPECT_THAT(faults_with("/InputDataConfig", JsonMap::array()),
              ElementsAre("Value '[]' at 'inputDataConfig' failed to satisfy constraint: "
                          "Member must have length greater than or equal to 1"));
  JsonMap many = JsonMap::object();
  for (int i = 0; i < 101; ++i) many[std::to_string(1000 + i)] = "";
  EXPECT_THAT(faults_with("/HyperParameters", many),
              ElementsAre(AllOf(HasSubstr("Value '{1000=, 1001=, "),
                                HasSubstr("…' at 'hyperParameters' failed to satisfy constraint: "
                                          "Member must have length less than or equal to 100"))));
}

TEST(Faults, OfAMapAreOfItsKeysAndOfItsValues) {
  EXPECT_THAT(
      faults_with("/HyperParameters", {{"epochs", "5"}, {"note", "two\nlines"}, {"x", "\n"}}),
      ElementsAre("Value '{epochs=5, note=two\\nlines, x=\\n}' at 'hyperParameters' failed to "
                  "satisfy constraint: Map value must satisfy constraint: [Member must have length "
                  "less than or equal to 2500, Member must have length greater than or equal to 0, "
                  "Member must satisfy regular expression pattern: .*]"));
  EXPECT_THAT(faults_with("/Environment", {{"1", "x"}}),
              ElementsAre("Value '{1=x}' at 'environment' failed to satisfy constraint: Map keys "
                          "must satisfy constraint: [Member must have length less than or equal to "
                          "512, Member must have length greater than or equal to 0, Member must "
                          "satisfy regular expression pattern: [a-zA-Z_][a-zA-Z0-9_]*]"));
  EXPECT_THAT(faults_with("/Environment", {{"A", nullptr}}),
              ElementsAre("Value null at 'environment.A' failed to satisfy constraint: "
                          "Member must not be null"));
}

TEST(Faults, OfAMemberThatIsNotKnownNameTheNearest) {
  EXPECT_THAT(faults_with("/HyperParamters", {{"epochs", "5"}}),
              ElementsAre("Member 'HyperParamters' is not known. Did you mean HyperParameters?"));
  EXPECT_THAT(faults_with("/InputDataConfig/0/Frobnicate", 1),
              ElementsAre("Member 'inputDataConfig.1.member.Frobnicate' is not known."));
}

TEST(Faults, AreNoneOfAnUnknownMemberThatAsksForNothing) {
  EXPECT_THAT(faults_with("/Frobnicate", nullptr), IsEmpty());
  EXPECT_THAT(faults_with("/Frobnicate", false), IsEmpty());
  EXPECT_THAT(faults_with("/Frobnicate", JsonMap::array()), IsEmpty());
}

TEST(Faults, AreAllInOneAnswer) {
  JsonMap request = job();
  request["TrainingJobName"] = "a_b";
  request.erase("RoleArn");
  request["ResourceConfig"]["InstanceCount"] = -1;
  request["Nonsense"] = "x";
  try {
    expect_valid(*input_of("CreateTrainingJob"), request);
    FAIL() << "it was taken";
  } catch (const JsonError& error) {
    EXPECT_EQ(error.code_name(), "ValidationException");
    EXPECT_EQ(error.status(), 400);
    EXPECT_EQ(std::string(error.what()),
              "4 validation errors detected: Value 'a_b' at 'trainingJobName' " + kNamePattern +
                  "; Value null at 'roleArn' failed to satisfy constraint: Member must not be null"
                  "; Value '-1' at 'resourceConfig.instanceCount' failed to satisfy constraint: "
                  "Member must have value greater than or equal to 0"
                  "; Member 'Nonsense' is not known.");
  }
}

TEST(Faults, OfOneAreToldInTheSingular) {
  JsonMap request = job();
  EXPECT_NO_THROW(expect_valid(*input_of("CreateTrainingJob"), request));
  request["TrainingJobName"] = "a_b";
  try {
    expect_valid(*input_of("CreateTrainingJob"), request);
    FAIL() << "it was taken";
  } catch (const JsonError& error) {
    EXPECT_EQ(std::string(error.what()),
              "1 validation error detected: Value 'a_b' at 'trainingJobName' " + kNamePattern);
  }
}

TEST(Faults, OfATypeAreSerializationExceptions) {
  EXPECT_EQ(wrong_type_with("/TrainingJobName", 5), "'trainingJobName' must be a string, and is 5");
  EXPECT_EQ(wrong_type_with("/HyperParameters/epochs", 5),
            "'hyperParameters.epochs' must be a string, and is 5");
  EXPECT_EQ(wrong_type_with("/ResourceConfig/InstanceCount", "one"),
            "'resourceConfig.instanceCount' must be a whole number of 32 bits, and is one");
  EXPECT_EQ(wrong_type_with("/ResourceConfig/InstanceCount", 1.5),
            "'resourceConfig.instanceCount' must be a whole number of 32 bits, and is 1.5");
  EXPECT_EQ(wrong_type_with("/ResourceConfig/InstanceCount", int64_t{1} << 31),
            "'resourceConfig.instanceCount' must be a whole number of 32 bits, and is 2147483648");
  EXPECT_EQ(wrong_type_with("/EnableNetworkIsolation", "true"),
            "'enableNetworkIsolation' must be true or false, and is true");
  EXPECT_EQ(wrong_type_with("/InputDataConfig", JsonMap::object()),
            "'inputDataConfig' must be a list, and is an object");
  EXPECT_EQ(wrong_type_with("/InputDataConfig/0/ShuffleConfig", {{"Seed", ~uint64_t{0}}}),
            "'inputDataConfig.1.member.shuffleConfig.seed' must be a whole number of 64 bits, and "
            "is 18446744073709551615");
  EXPECT_EQ(wrong_type_with("/VpcConfig", {{"SecurityGroupIds", {1}}, {"Subnets", {true}}}),
            "'vpcConfig.securityGroupIds.1.member' must be a string, and is 1; "
            "'vpcConfig.subnets.1.member' must be a string, and is true");
}

TEST(Faults, OfATimeAreOfItsTypeAndItsRange) {
  const auto listed = [](const JsonMap& time) {
    return faults_of("ListTrainingJobs", {{"CreationTimeAfter", time}});
  };
  EXPECT_THAT(listed(1'600'000'000), IsEmpty());
  EXPECT_THAT(listed(1'600'000'000.25), IsEmpty());
  EXPECT_THROW(listed("2020-01-01"), JsonError);
  EXPECT_THROW(listed(1e300), JsonError);
}

TEST(Faults, ShowOnlyTheBeginningOfALongValueAndNoControls) {
  const Faults faults =
      faults_with("/OutputDataConfig/S3OutputPath", "\x1b[2J\u202e" + std::string(2000, 'x'));
  ASSERT_THAT(faults, SizeIs(2));
  EXPECT_THAT(faults[0], HasSubstr("Value '\\x1b[2J\\u202exxx"));
  EXPECT_LT(faults[0].size(), 500);
  std::string accents;
  for (int i = 0; i < 2000; ++i) accents += "é";
  EXPECT_NO_THROW(JsonMap(faults_with("/TrainingJobName", accents)).dump());  // still UTF-8
}

TEST(Faults, AreAtMostAHundred) {
  JsonMap request = job();
  for (int i = 0; i < 5000; ++i) request["Unknown" + std::to_string(i)] = 1;
  EXPECT_THAT(faults_of("CreateTrainingJob", request), SizeIs(100));
  JsonMap tags = JsonMap::array();
  for (int i = 0; i < 5000; ++i) tags.push_back(JsonMap::object());
  EXPECT_THAT(faults_with("/Tags", tags), SizeIs(100));
}

TEST(Faults, AreToldAtEveryDepth) {
  const JsonMap filter = {{"Name", "n"}, {"Operator", "Is"}};
  const JsonMap expression = {
      {"SubExpressions", {{{"SubExpressions", {{{"Filters", {filter}}}}}}}}};
  EXPECT_THAT(
      faults_of("Search", {{"Resource", "TrainingJob"}, {"SearchExpression", expression}}),
      ElementsAre("Value 'Is' at 'searchExpression.subExpressions.1.member.subExpressions.1."
                  "member.filters.1.member.operator' failed to satisfy constraint: Member "
                  "must satisfy enum value set: [Equals, NotEquals, GreaterThan, "
                  "GreaterThanOrEqualTo, LessThan, LessThanOrEqualTo, Contains, Exists, "
                  "NotExists, In]"));
}

TEST(Faults, OfNestedRubbishCrashNothing) {
  JsonMap expression = JsonMap::object();
  for (int i = 0; i < 200; ++i) {
    expression = {{"SubExpressions", {expression}}, {"Operator", "Xor"}};
  }
  EXPECT_THAT(faults_of("Search", {{"Resource", "TrainingJob"}, {"SearchExpression", expression}}),
              SizeIs(100));
  const JsonMap rubbish[] = {nullptr,
                             true,
                             -1,
                             1e308,
                             "",
                             "\0",
                             JsonMap::array(),
                             JsonMap::object(),
                             {{{{}}}},
                             {{"a", {{"b", {nullptr}}}}}};
  for (const KnownOperation& operation : known_operations()) {
    if (operation.input == nullptr) continue;
    for (const Member& member : operation.input->members) {
      for (const JsonMap& value : rubbish) {
        try {
          sagemaker::faults_of(*operation.input, {{std::string(member.name), value}});
        } catch (const JsonError&) {
        }
      }
    }
  }
}

// As version 2 of the SageMaker Python SDK sends it for a JumpStartEstimator.
TEST(Faults, AreNoneOfWhatVersion2OfTheSdkSends) {
  const JsonMap request = JsonMap::parse(R"json({
    "TrainingJobName": "bit-m-r101x1-ilsvrc2012-classification-2026-11-23-05-48-13-633",
    "RoleArn": "arn:aws:iam::111122223333:role/r",
    "AlgorithmSpecification": {"TrainingInputMode": "File",
      "TrainingImage": "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-training:2.9-gpu-py39",
      "MetricDefinitions": [{"Name": "tflow-ic:val-accuracy", "Regex": "val_accuracy: ([0-9\\.]+)"}]
}
,
    "HyperParameters": {"epochs": "\"3\"", "batch_size": "\"32\"", "train_only_top_layer": "\"True\"",
      "sagemaker_submit_directory": "\"/opt/ml/input/data/code/sourcedir.tar.gz\"",
      "sagemaker_program": "\"transfer_learning.py\"", "sagemaker_container_log_level": "20",
      "sagemaker_job_name": "\"bit-m\"", "sagemaker_region": "\"us-west-2\""},
    "InputDataConfig": [
      {"ChannelName": "training", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix",
        "S3Uri": "s3://mybucket/flowers/", "S3DataDistributionType": "FullyReplicated"}}},
      {"ChannelName": "model", "ContentType": "application/x-sagemaker-model", "InputMode": "File",
        "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix",
          "S3Uri": "s3://jumpstart-cache-prod-us-west-2/tensorflow-training/train-bit-m.tar.gz",
          "S3DataDistributionType": "FullyReplicated"}}},
      {"ChannelName": "code", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix",
        "S3Uri": "s3://jumpstart-cache-prod-us-west-2/source-directory-tarballs/sourcedir.tar.gz",
        "S3DataDistributionType": "FullyReplicated"}}}],
    "OutputDataConfig": {"S3OutputPath": "s3://sagemaker-us-west-2-111122223333/"},
    "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30},
    "StoppingCondition": {"MaxRuntimeInSeconds": 360000},
    "EnableNetworkIsolation": true, "EnableInterContainerTrafficEncryption": true,
    "DebugHookConfig": {"S3OutputPath": "s3://bucket/", "CollectionConfigurations": []},
    "ProfilerConfig": {"S3OutputPath": "s3://bucket/", "DisableProfiler": false},
    "Tags": [{"Key": "sagemaker-sdk:jumpstart-model-id", "Value": "tensorflow-ic-bit-m"},
             {"Key": "sagemaker-sdk:jumpstart-model-version", "Value": "4.0.6"}]
  })json");
  EXPECT_THAT(faults_of("CreateTrainingJob", request), IsEmpty());
}

// As version 3 sends it for a ModelTrainer.
TEST(Faults, AreNoneOfWhatVersion3OfTheSdkSends) {
  JsonMap request = job();
  request["AlgorithmSpecification"] = JsonMap::parse(R"json({"TrainingInputMode": "File",
    "TrainingImage": "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-training:2.9-gpu-py39",
    "EnableSageMakerMetricsTimeSeries": true,
    "ContainerEntrypoint": ["/bin/bash"],
    "ContainerArguments": ["-c", "chmod +x /opt/ml/input/data/sm_drivers/sm_train.sh && /opt/ml/input/data/sm_drivers/sm_train.sh"]})json");
  request["OutputDataConfig"] = {{"S3OutputPath", "s3://sagemaker-us-west-2-111122223333/base"},
                                 {"CompressionType", "GZIP"},
                                 {"KmsKeyId", ""}};
  request["Environment"] = {{"SM_LOG_LEVEL", "20"}};
  request["HyperParameters"] = {{"epochs", "1"}};
  request["StoppingCondition"]["MaxPendingTimeInSeconds"] = 7200;
  request["RemoteDebugConfig"] = {{"EnableRemoteDebug", false}};
  request["InputDataConfig"][0]["DataSource"]["S3DataSource"]["ModelAccessConfig"] = {
      {"AcceptEula", true}};
  request["InputDataConfig"][0]["ChannelName"] = "sm_drivers";
  EXPECT_THAT(faults_of("CreateTrainingJob", request), IsEmpty());
}

}  // namespace
}  // namespace sempurna::sagemaker
