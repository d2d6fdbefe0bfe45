#include "api/sagemaker/search_expression.h"

#include <gtest/gtest.h>

#include "api/json/error.h"

namespace sempurna::sagemaker {
namespace {

constexpr std::string_view kProperties =
    "TrainingJobName CreationTime FinalMetricDataList Metrics HyperParameters InputDataConfig "
    "ResourceConfig DebugHookConfig EnableNetworkIsolation FailureReason Tags";

/// A training job, as Search looks at it.
Json job() {
  return Json::parse(R"({
    "TrainingJobName": "flowers-1",
    "CreationTime": 1767323045.5,
    "EnableNetworkIsolation": true,
    "DebugHookConfig": {"HookParameters": {"StartTime": "soon", "Seed": "many"}},
    "HyperParameters": {"epochs": "10", "rate": "0.5", "quoted": "\"3\"", "a.b": "x", "word": "adam"},
    "FinalMetricDataList": [{"MetricName": "validation:accuracy", "Value": 0.9, "Timestamp": 1}],
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
    "InputDataConfig": [
      {"ChannelName": "training", "DataSource": {"S3DataSource": {"S3Uri": "s3://a/train"}}},
      {"ChannelName": "validation", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/valid"}}}],
    "Tags": [{"Key": "team", "Value": "a"}, {"Key": "cost", "Value": "12"}]
  })");
}

JsonMap filter(const std::string& name, const std::string& op, const std::string& value = "") {
  JsonMap one = {{"Name", name}};
  if (!op.empty()) one["Operator"] = op;
  if (!value.empty()) one["Value"] = value;
  return one;
}

bool found(const JsonMap& expression) {
  check_expression(expression, kProperties);
  return satisfies(job(), expression);
}

bool found(const std::string& name, const std::string& op, const std::string& value = "") {
  return found(JsonMap{{"Filters", JsonMap::array({filter(name, op, value)})}});
}

/// What is said of an expression that cannot be asked.
std::string refused(const JsonMap& expression) {
  try {
    check_expression(expression, kProperties);
  } catch (const JsonError& error) {
    return error.what();
  }
  return "";
}

std::string refused(const std::string& name, const std::string& op, const std::string& value = "") {
  return refused(JsonMap{{"Filters", JsonMap::array({filter(name, op, value)})}});
}

TEST(SearchExpressionTest, TextsAreEqualContainedOrOneOfAList) {
  EXPECT_TRUE(found("TrainingJobName", "", "flowers-1"));
  EXPECT_FALSE(found("TrainingJobName", "Equals", "flowers"));
  EXPECT_TRUE(found("TrainingJobName", "NotEquals", "flowers"));
  EXPECT_TRUE(found("TrainingJobName", "Contains", "owers"));
  EXPECT_FALSE(found("TrainingJobName", "Contains", "Flowers"));
  EXPECT_TRUE(found("TrainingJobName", "In", "a, flowers-1,b"));
  EXPECT_FALSE(found("TrainingJobName", "In", "flowers-10,lowers-1"));
  EXPECT_TRUE(found("EnableNetworkIsolation", "Equals", "true"));
  EXPECT_TRUE(found("ResourceConfig.InstanceType", "Equals", "ml.m5.large"));
}

TEST(SearchExpressionTest, WhatIsNotThereIsNotEqualToAnything) {
  EXPECT_TRUE(found("FailureReason", "NotExists"));
  EXPECT_FALSE(found("FailureReason", "Exists"));
  EXPECT_TRUE(found("FailureReason", "NotEquals", "a"));
  EXPECT_FALSE(found("FailureReason", "Equals", "a"));
  EXPECT_TRUE(found("Tags.team", "Exists"));
  EXPECT_TRUE(found("Tags.none", "NotExists"));
}

TEST(SearchExpressionTest, HyperparametersAndTagsAreNumbersWhereBothAre) {
  EXPECT_TRUE(found("HyperParameters.epochs", "GreaterThan", "9"));
  EXPECT_FALSE(found("HyperParameters.epochs", "GreaterThan", "10"));
  EXPECT_TRUE(found("HyperParameters.epochs", "LessThanOrEqualTo", "1e1"));
  EXPECT_TRUE(found("HyperParameters.rate", "LessThan", "0.50001"));
  EXPECT_TRUE(found("HyperParameters.quoted", "Equals", "3"));
  EXPECT_TRUE(found("HyperParameters.a.b", "Equals", "x"));
  EXPECT_FALSE(found("HyperParameters.word", "GreaterThan", "1"));
  EXPECT_TRUE(found("Tags.team", "Equals", "a"));
  EXPECT_TRUE(found("Tags.cost", "GreaterThanOrEqualTo", "12.0"));
  // Beside a whole number, a decimal hyperparameter is one too; a tag is not.
  EXPECT_TRUE(found("HyperParameters.rate", "Equals", "0"));
}

TEST(SearchExpressionTest, TimesAndNumbersAreComparedAsSuch) {
  EXPECT_TRUE(found("CreationTime", "GreaterThan", "2026-01-02T03:04:05"));
  EXPECT_FALSE(found("CreationTime", "GreaterThan", "2026-01-02T03:04:06Z"));
  EXPECT_TRUE(found("CreationTime", "LessThan", "2026-01-02T04:04:06+01:00"));
  EXPECT_TRUE(found("CreationTime", "LessThan", "2026-01-03"));
  EXPECT_TRUE(found("Metrics.validation:accuracy", "GreaterThan", "0.89"));
  EXPECT_FALSE(found("Metrics.validation:accuracy", "GreaterThan", "0.9"));
  EXPECT_TRUE(found("ResourceConfig.InstanceCount", "LessThan", "2"));
  // Somebody's own texts, by the names of a time and of a number.
  EXPECT_FALSE(found("DebugHookConfig.HookParameters.StartTime", "GreaterThan", "2026-01-02"));
  EXPECT_FALSE(found("DebugHookConfig.HookParameters.Seed", "GreaterThan", "1"));
}

TEST(SearchExpressionTest, NestedFiltersAreAllOfOneElement) {
  const auto nested = [](const char* channel, const char* uri) {
    return JsonMap{
        {"NestedFilters",
         JsonMap::array(
             {{{"NestedPropertyName", "InputDataConfig"},
               {"Filters", JsonMap::array({filter("InputDataConfig.ChannelName", "Equals", channel),
                                           filter("InputDataConfig.DataSource."
                                                  "S3DataSource.S3Uri",
                                                  "Contains", uri)})}}})}};
  };
  EXPECT_TRUE(found(nested("training", "s3://a/")));
  EXPECT_FALSE(found(nested("training", "s3://b/")));
  EXPECT_TRUE(found("InputDataConfig.ChannelName", "Equals", "validation"));
}

TEST(SearchExpressionTest, ANestedNumberIsComparedAsOne) {
  const auto metric = [](const char* op, const char* value) {
    return JsonMap{
        {"NestedFilters",
         JsonMap::array(
             {{{"NestedPropertyName", "FinalMetricDataList"},
               {"Filters", JsonMap::array({filter("FinalMetricDataList.MetricName", "Equals",
                                                  "validation:accuracy"),
                                           filter("FinalMetricDataList.Value", op, value)})}}})}};
  };
  EXPECT_TRUE(found(metric("GreaterThan", "0.89")));
  EXPECT_FALSE(found(metric("GreaterThan", "0.9")));
  EXPECT_TRUE(found(metric("Equals", "0.90")));
}

TEST(SearchExpressionTest, AllMustHoldOrOne) {
  const JsonMap right = filter("Tags.team", "Equals", "a");
  const JsonMap wrong = filter("Tags.team", "Equals", "b");
  const auto filters = [](const JsonMap& a, const JsonMap& b, const char* op) {
    return JsonMap{{"Filters", JsonMap::array({a, b})}, {"Operator", op}};
  };
  EXPECT_FALSE(found(filters(right, wrong, "And")));
  EXPECT_TRUE(found(filters(right, wrong, "Or")));
  EXPECT_FALSE(found(filters(wrong, wrong, "Or")));
  EXPECT_FALSE(found(JsonMap{{"Filters", JsonMap::array({right})},
                             {"SubExpressions", JsonMap::array({filters(wrong, wrong, "Or")})}}));
  EXPECT_TRUE(found(JsonMap{{"Filters", JsonMap::array({right})},
                            {"SubExpressions", JsonMap::array({filters(right, wrong, "Or")})}}));
}

TEST(SearchExpressionTest, WhatCannotBeAskedIsSaid) {
  EXPECT_EQ(refused("TrainingJobNam", "Equals", "a"),
            "Unknown property name: TrainingJobNam. Did you mean TrainingJobName?");
  EXPECT_EQ(refused("TrainingJobName", "GreaterThan", "a"),
            "GreaterThan cannot be asked of TrainingJobName, which is a text; use Equals, Contains "
            "or In");
  EXPECT_EQ(refused("CreationTime", "Contains", "2026"),
            "Contains cannot be asked of CreationTime, which is not a text; use Equals or an "
            "order");
  EXPECT_EQ(refused("CreationTime", "LessThan", "yesterday"),
            "CreationTime is a time, and 'yesterday' is none; write it as 2026-01-02T03:04:05");
  EXPECT_EQ(refused("Metrics.accuracy", "LessThan", "high"),
            "Metrics.accuracy is a number, and 'high' is none");
  EXPECT_EQ(refused("Tags.team", "Exists", "a"),
            "Exists of Tags.team takes no Value; leave it out");
  EXPECT_EQ(refused("Tags.team", "Equals"), "Equals of Tags.team has no Value");
  EXPECT_EQ(refused(JsonMap::object()),
            "You must provide at least one subexpression, filter, or nested filter in each "
            "expression");
  EXPECT_EQ(
      refused(JsonMap{
          {"NestedFilters",
           JsonMap::array({{{"NestedPropertyName", "InputDataConfig"},
                            {"Filters", JsonMap::array({filter("Tags.team", "Equals", "a")})}}})}}),
      "the filter of Tags.team is not one of the nested property InputDataConfig");
  JsonMap many = {{"SubExpressions", JsonMap::array()}};
  for (int k = 0; k < 17; ++k) {
    const JsonMap one = filter("Tags.team", "Equals", "a");
    many["SubExpressions"].push_back({{"Filters", JsonMap::array({one, one, one})}});
  }
  EXPECT_EQ(refused(many), "the expression has 51 conditions, but may have 50");
}

}  // namespace
}  // namespace sempurna::sagemaker
