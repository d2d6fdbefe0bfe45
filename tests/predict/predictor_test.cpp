#include "predict/predictor.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/usable_threads.h"
#include "models/architectures.h"
#include "predict/commands.h"
#include "predict/small_model.h"
#include "store/archive.h"
#include "tensor/convert.h"
#include "train/threads.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

using PredictorTest = SmallModelTest;

TEST_F(PredictorTest, ItsClassesMayBeNamedAsTimmNamesThem) {
  Json config = parse_json(kConfig, "config");
  config["architecture"] = "some";
  config["label_names"] = {"left", "right"};
  write_file_atomic(model() / "config.json", to_pretty(config));
  EXPECT_EQ(Predictor::open(model()).labels(), (std::vector<std::string>{"left", "right"}));
}

TEST_F(PredictorTest, AModelIsProvedByAPassOverExamples) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(inspect_model(model()), 0);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("\"family\":\"bert\""), std::string::npos);

  const auto refusal = [&] {
    try {
      inspect_model(model());
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  write_file_atomic(model() / "added_tokens.json", R"({"[HL]": 8, "[/HL]": 9})");
  EXPECT_EQ(
      refusal().find("the tokenizer's token \"[/HL]\" has the id 9, but the model's embedding "
                     "has rows for the ids 0 to 7 only (vocab_size in config.json); make room "
                     "in transformers by model.resize_token_embeddings(len(tokenizer))"),
      0U);
  fs::remove(model() / "added_tokens.json");

  const Checkpoint whole = Checkpoint::open(model());
  std::vector<TensorView> views;
  const float wrong = NAN;
  std::vector<float> values(64, wrong);
  for (const auto& name : whole.names()) {
    TensorView view = *whole.find(name);
    if (name == "bert.embeddings.word_embeddings.weight") {
      view.bytes = std::as_bytes(std::span(values));
    }
    views.push_back(view);
  }
  const TemporaryFolder other;
  write_safetensors(other.path() / "damaged", views);
  fs::rename(other.path() / "damaged", model() / "model.safetensors");
  EXPECT_EQ(refusal(), "the model's answer is no number; its weights are damaged, get them again");
}

TEST_F(PredictorTest, AnswersTheSameFromFolderAndArchiveAloneAndTogether) {
  Predictor from_folder = Predictor::open(model());
  const TemporaryFolder other;
  write_archive(model(), other.path() / "model.tar.gz");
  Predictor from_archive = Predictor::open(other.path() / "model.tar.gz");
  const std::vector<Batch> both = {from_folder.prepare({"", 0, {"bagus sekali"}}),
                                   from_folder.prepare({"", 0, {"bad"}})};
  const auto together = from_folder.answer(both);
  const auto alone = from_archive.answer(std::span(both).subspan(1));
  ASSERT_EQ(together.size(), 2U);
  for (size_t k = 0; k < 2; ++k)
    EXPECT_NEAR(together[1].probabilities[k], alone[0].probabilities[k], 1e-6);
  EXPECT_NEAR(together[0].probabilities[0] + together[0].probabilities[1], 1, 1e-12);
  const Json json = from_folder.to_json(together[0]);
  EXPECT_EQ(json["labels"], Json::array({"no", "yes"}));
  EXPECT_EQ(json["predicted_label"], together[0].best == 0 ? "no" : "yes");
}

TEST_F(PredictorTest, ComputesWithTheProcessorsThatItMayUse) {
  set_compute_threads(usable_threads() + 3);
  Predictor::open(model());
  EXPECT_EQ(at::get_num_threads(), usable_threads());
}

TEST_F(PredictorTest, ALongTextIsCutToTheModelsPositions) {
  Predictor predictor = Predictor::open(model());
  std::string text;
  for (int i = 0; i < 40; ++i) text += "bagus ";
  const Batch tokens = predictor.prepare({"", 0, {text}});
  EXPECT_EQ(tokens.token_ids.size(0), 16);
  EXPECT_EQ(predictor.answer(std::span(&tokens, 1)).size(), 1U);
}

TEST_F(PredictorTest, AModelWithoutItsHeadIsRefused) {
  write_file_atomic(model() / "config.json", kConfig);
  const auto whole = Checkpoint::open(model());
  std::vector<TensorView> views;
  for (const auto& name : whole.names()) {
    if (!name.starts_with("classifier")) views.push_back(*whole.find(name));
  }
  const TemporaryFolder other;
  fs::copy(model() / "vocab.txt", other.path());
  fs::copy(model() / "config.json", other.path());
  write_safetensors(other.path() / "model.safetensors", views, {});
  try {
    Predictor::open(other.path());
    FAIL() << "opened a model that cannot answer";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(),
              other.path().string() +
                  " lacks the weights classifier.weight, so it cannot answer; fine-tune it first");
  }
}

TEST_F(PredictorTest, ALanguageModelWithoutPoolerCanBeAdded) {
  const auto whole = Checkpoint::open(model());
  std::vector<TensorView> views;
  for (const auto& name : whole.names()) {
    if (name.find("pooler") == std::string::npos) views.push_back(*whole.find(name));
  }
  const TemporaryFolder other;
  fs::copy(model() / "vocab.txt", other.path());
  fs::copy(model() / "config.json", other.path());
  write_safetensors(other.path() / "model.safetensors", views, {});
  testing::internal::CaptureStdout();
  EXPECT_EQ(inspect_model(other.path()), 0);
  const Json facts = parse_json(testing::internal::GetCapturedStdout(), "facts");
  EXPECT_EQ(facts.at("family"), "bert");
}

TEST_F(PredictorTest, WhatIsNoModelIsNamed) {
  EXPECT_THROW(Predictor::open("/nowhere/model.tar.gz"), Error);
  const TemporaryFolder empty;
  EXPECT_THROW(Predictor::open(empty.path()), Error);
}

}  // namespace
}  // namespace sempurna
