#include "api/sagemaker/shapes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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
// the length allows, or 64 KiB.
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
  for (const Shape* shape : all_shapes()) {
    if (shape->pattern == nullptr) continue;
    const auto length = static_cast<size_t>(shape->max.value_or(1 << 16));
    for (const std::string& beginning : beginnings) {
      for (const std::string& repeat : repeats) {
        std::string text = beginning;
        while (text.size() < length) text += repeat;
        for (const std::string& end : ends) {
          text.resize(std::max(length, end.size()) - end.size());
          matches(*shape->pattern, text + end);
        }
      }
    }
  }
}

}  // namespace
}  // namespace sempurna::sagemaker
