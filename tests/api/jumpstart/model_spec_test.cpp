#include "api/jumpstart/model_spec.h"

#include <gtest/gtest.h>

#include "api/jumpstart/hub_document.h"
#include "api/jumpstart/names.h"

namespace sempurna::jumpstart {

namespace {

Card card() {
  Card card;
  card.id = "huggingface-tc-a-model-with-a-name-that-is-long";
  card.task = Task::TextClassification;
  card.family = "bert";
  card.hub = "org/name";
  card.default_data = "short-reviews";
  card.hyperparameters = {{"epochs", "3"}, {"learning_rate", "5e-5"}};
  card.fresh_head = {{"epochs", "7"}};
  return card;
}

Json hyperparameter(const Json& spec, const std::string& name) {
  for (const Json& one : spec.at("hyperparameters")) {
    if (one.at("name") == name) return one;
  }
  return nullptr;
}

TEST(ModelSpec, HasTheDefaultsOfALayerThatStartsAnew) {
  const Json spec = model_spec(card(), card().id);
  EXPECT_EQ(hyperparameter(spec, "epochs").at("default"), 7);
  EXPECT_EQ(hyperparameter(spec, "learning_rate").at("default"), 5e-5);
  // Those of the algorithm, typed as the SDK checks them.
  EXPECT_EQ(hyperparameter(spec, "dropout_rate"),
            Json::parse(R"({"name":"dropout_rate","type":"float","default":0.2,"min":0.0,"max":1.0,
                            "scope":"algorithm"})"));
  EXPECT_EQ(hyperparameter(spec, "early_stopping").at("options"), Json({"True", "False"}));
}

TEST(ModelSpec, IsOfTheIdThatWasAskedForWithTheCardsFiles) {
  const Json spec = model_spec(card(), "tensorflow-tc-other");
  EXPECT_EQ(spec.at("model_id"), "tensorflow-tc-other");
  EXPECT_EQ(spec.at("training_artifact_key"), "models/" + card().id + "/");
  EXPECT_EQ(spec.at("url"), "https://huggingface.co/org/name");
  EXPECT_EQ(spec.at("default_training_dataset_key"), "training-datasets/short-reviews/training/");
  EXPECT_EQ(spec.at("predictor_specs").at("supported_content_types"), Json({"application/x-text"}));
}

TEST(ModelSpec, LeavesRoomInAJobsNameForTheTime) {
  const std::string base = model_spec(card(), card().id).at("resource_name_base");
  EXPECT_LE(base.size() + std::string("-2026-01-02-03-04-05-678").size(), 63U);
  EXPECT_FALSE(base.ends_with('-'));
}

TEST(ModelSpec, OfACardThatCannotBeTrainedSaysSoAlone) {
  Card other = card();
  other.fine_tunable = false;
  other.hyperparameters.clear();
  other.fresh_head.clear();
  const Json spec = model_spec(other, other.id);
  EXPECT_EQ(spec.at("training_supported"), false);
  EXPECT_FALSE(spec.contains("training_artifact_key"));
  const Json document = hub_document(spec, "bucket");
  EXPECT_EQ(document.at("TrainingSupported"), false);
  EXPECT_FALSE(document.contains("TrainingEcrUri"));
}

TEST(HubDocument, SaysTheSpecInOtherWords) {
  const Json document = hub_document(model_spec(card(), card().id), "bucket");
  EXPECT_EQ(document.at("TrainingArtifactUri"), "s3://bucket/models/" + card().id + "/");
  EXPECT_EQ(document.at("TrainingArtifactS3DataType"), "S3Prefix");
  EXPECT_EQ(document.at("DefaultTrainingDatasetUri"),
            "s3://bucket/training-datasets/short-reviews/training/");
  EXPECT_EQ(document.at("TrainingMetrics").at(0).at("Name"), "sempurna:val-accuracy");
  EXPECT_EQ(document.at("HostingInstanceTypeVariants").at("Variants").at("m5"),
            Json::parse(R"({"Properties":{"ImageUri":")" + card().id + R"("}})"));
  EXPECT_EQ(document.at("ModelTypes"), Json({"OPEN_WEIGHTS"}));
  EXPECT_FALSE(document.contains("ModelId"));
  EXPECT_FALSE(document.contains("EstimatorKwargs"));
}

TEST(JumpStartNames, TellWhichModelAnArtifactIsOf) {
  EXPECT_EQ(model_of_artifact("s3://jumpstart-cache-prod-eu-west-1/models/a-b/"), "a-b");
  EXPECT_EQ(model_of_artifact("s3://jumpstart-cache-prod-eu-west-1/models/a-b"), "a-b");
  EXPECT_EQ(model_of_artifact("s3://jumpstart-cache-prod-eu-west-1/tf/v3.0.0/train-a-b.tar.gz"),
            "a-b");
  for (const char* other :
       {"", "s3://jumpstart-cache-prod-eu-west-1", "s3://jumpstart-cache-prod-eu-west-1/",
        "s3://mine/models/a-b/", "s3://mine/train-a-b.tar.gz", "/models/a-b/",
        "s3://jumpstart-cache-prod-eu-west-1/train-.tar",
        "s3://jumpstart-cache-prod-x/a-b.tar.gz"}) {
    EXPECT_EQ(model_of_artifact(other), "") << other;
  }
}

}  // namespace

}  // namespace sempurna::jumpstart
