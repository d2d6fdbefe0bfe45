#include "pretrain/pretrain_text.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/sha256.h"
#include "dataset/generate.h"
#include "pretrain/learn_meaning.h"
#include "support/expect_error.h"
#include "tensor/convert.h"
#include "weights/checkpoint.h"

namespace sempurna {
namespace {

constexpr std::string_view kRecipe = R"(
kind: text
seed: 3
vocabulary_size: 120
max_length: 32
config: >-
  {"architectures": ["BertForSequenceClassification"], "model_type": "bert", "hidden_size": 16,
   "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32, "hidden_act": "gelu",
   "max_position_embeddings": 32, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
   "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1, "initializer_range": 0.02,
   "pad_token_id": 0}
vectors: vectors.txt
corpora:
  - {file: prose.txt, share: 1}
  - {file: pairs.tsv, repeat: 2, share: 1}
  - {file: labelled.csv, task: mood, share: 1}
language_modelling: {steps: 6, batch: 128, learning_rate: 0.01}
meaning: {steps: 30, batch: 4, learning_rate: 0.01}
)";

/// Corpora of each kind, of words that are seen often enough to have their characters known.
class PretrainText : public testing::Test {
 protected:
  PretrainText() {
    std::string prose;
    std::string pairs;
    std::string labelled;
    for (int i = 0; i < 30; ++i) {
      prose += fmt::format("the house number {} is good\nit has a bad garden\n{}", i,
                           i % 3 == 0 ? "\n" : "");
      pairs += fmt::format("good house {}\trumah bagus {}\n", i, i);
      labelled += fmt::format("{},a {} house {}\n", i % 2, i % 2 == 1 ? "good" : "bad", i);
    }
    write("prose.txt", prose);
    write("pairs.tsv", pairs);
    write("labelled.csv", labelled);
    write("vectors.txt", "good 1 0 0\nbad -1 0 0\nhouse 0 1 0\nrumah 0 1 0\nbagus 1 0 0\n");
    write("recipe.yaml", std::string(kRecipe));
  }

  void write(const std::string& name, const std::string& text) {
    write_file_atomic(folder_.path() / name, text);
  }

  fs::path make(const std::string& name) {
    const fs::path output = folder_.path() / name;
    pretrain_text(read_text_recipe(folder_.path() / "recipe.yaml"), folder_.path(), output);
    return output;
  }

  const TemporaryFolder folder_;
};

TEST_F(PretrainText, MakesTheSameEncoderTwice) {
  const fs::path made = make("made");
  const auto config = read_json(made / "config.json");
  EXPECT_EQ(config["model_type"], "bert");
  const Checkpoint one = Checkpoint::open(made);
  const Checkpoint other = Checkpoint::open(make("again"));
  ASSERT_NE(one.find("bert.encoder.layer.0.output.dense.weight"), nullptr);
  ASSERT_NE(one.find("bert.pooler.dense.weight"), nullptr);
  const Tensor pooler = to_tensor(*one.find("bert.pooler.dense.weight")).to(at::kFloat);
  EXPECT_TRUE(at::equal(pooler, at::eye(16) / 2));
  ASSERT_NE(one.find("bert.embeddings.word_embeddings.weight"), nullptr);
  for (const auto& name : one.names()) {
    const Tensor tensor = to_tensor(*one.find(name));
    EXPECT_TRUE(tensor.to(at::kFloat).isfinite().all().item<bool>()) << name;
    EXPECT_TRUE(at::equal(tensor, to_tensor(*other.find(name)))) << name;
  }
}

TEST_F(PretrainText, WhatAnotherRecipeBeganIsNotGoneOnWith) {
  make_folders(folder_.path() / "made.part");
  write("made.part/recipe.yaml", "kind: text\n");
  expect_error(Code::Conflict, "was begun by another recipe", [&] { make("made"); });
}

TEST_F(PretrainText, GoesOnBehindAStageThatHadEnded) {
  const fs::path made = make("made");
  write("longer.yaml",
        std::string(kRecipe) + "classification: {steps: 8, batch: 4, learning_rate: 0.01}\n");
  const auto longer = [&](const std::string& name) {
    pretrain_text(read_text_recipe(folder_.path() / "longer.yaml"), folder_.path(),
                  folder_.path() / name);
    return read_file(folder_.path() / name / "model.safetensors");
  };
  const std::string whole = longer("whole");
  // As a kill behind the stage meaning leaves it.
  make_folders(folder_.path() / "broken.part/encoder");
  for (const char* file : {"vocab.txt", "tokenizer_config.json", "config.json", "curve.csv"})
    fs::copy_file(made / file, folder_.path() / "broken.part/encoder" / file);
  write("broken.part/recipe.yaml", read_file(folder_.path() / "longer.yaml"));
  for (const char* stage : {"language modelling", "meaning"}) {
    fs::copy_file(made / "model.safetensors",
                  folder_.path() / fmt::format("broken.part/{}.safetensors", stage));
  }
  EXPECT_EQ(longer("broken"), whole);
}

TEST_F(PretrainText, ClassificationLearnsTheTasksThatHaveAShare) {
  write("other.csv", read_file(folder_.path() / "labelled.csv"));
  std::string recipe(kRecipe);
  recipe.insert(recipe.find("language_modelling"), "  - {file: other.csv, task: other}\n");
  recipe += "classification: {steps: 100, batch: 2, learning_rate: 0.01, shares: {other: 1}}\n";
  write("shares.yaml", recipe);
  pretrain_text(read_text_recipe(folder_.path() / "shares.yaml"), folder_.path(),
                folder_.path() / "made");
  const std::string curve = read_file(folder_.path() / "made/curve.csv");
  EXPECT_NE(curve.find("classification,100,other,"), std::string::npos) << curve;
  EXPECT_EQ(curve.find("classification,100,mood,"), std::string::npos) << curve;
}

TEST_F(PretrainText, TheLastStageMakesAModelOfTheDefaultDataOfTheEncoderBesideIt) {
  write("tuned.yaml",
        std::string(kRecipe) + "fine_tune: {train_only_top_layer: \"True\", epochs: \"1\"}\n");
  const auto recipe = read_text_recipe(folder_.path() / "tuned.yaml");
  const fs::path output = folder_.path() / "tuned";
  pretrain_text(recipe, folder_.path(), output);
  const fs::path encoder = folder_.path() / "tuned-encoder";
  EXPECT_EQ(read_file(output / "curve.csv"), read_file(encoder / "curve.csv"));

  TemporaryFolder data;
  generate_default_texts(data.path() / "data");
  const Json known = read_json(output / "labels_info.json");
  EXPECT_EQ(known["labels"].size(), 2u);
  EXPECT_EQ(known["learned_from"], sha256_file(data.path() / "data/training/data.csv"));
  // What a job from it came from is its card.
  const Json training = read_json(output / "training.json");
  EXPECT_TRUE(training.contains("hyperparameters")) << training.dump(1);
  EXPECT_FALSE(training.contains("lineage"));
  EXPECT_FALSE(training.contains("licence"));
  EXPECT_NE(Checkpoint::open(output).find("classifier.weight"), nullptr);

  // Again, it is another last stage of the same encoder.
  const auto made = fs::last_write_time(encoder / "model.safetensors");
  const std::string model = read_file(output / "model.safetensors");
  fs::remove_all(output);
  pretrain_text(recipe, folder_.path(), output);
  EXPECT_EQ(fs::last_write_time(encoder / "model.safetensors"), made);
  EXPECT_EQ(read_file(output / "model.safetensors"), model);
}

TEST_F(PretrainText, AMissingCorpusIsNamed) {
  fs::remove(folder_.path() / "pairs.tsv");
  expect_error(Code::NotFound, "pairs.tsv", [&] { make("made"); });
  EXPECT_FALSE(fs::exists(folder_.path() / "made"));
}

TEST(Contrast, IsTheCrossEntropyOfFindingOnesOwn) {
  const Tensor a = at::tensor({1.0F, 0.0F, 0.0F, 2.0F}).view({2, 2});
  // Cosines of 1 and 0: over the temperature, 20 against 0.
  EXPECT_NEAR(contrast(a, a).item<double>(), std::log1p(std::exp(-20.0)), 1e-6);
  const Tensor swapped = a.flip({0});
  EXPECT_NEAR(contrast(a, swapped).item<double>(), 20 + std::log1p(std::exp(-20.0)), 1e-4);
  // One way and the other: 'b' has both rows at the first of 'a'.
  const Tensor same = at::tensor({1.0F, 0.0F, 1.0F, 0.0F}).view({2, 2});
  const double half = std::log(2.0);
  EXPECT_NEAR(contrast(a, same).item<double>(),
              (half + (std::log1p(std::exp(-20.0)) + 20 + std::log1p(std::exp(-20.0))) / 2) / 2,
              1e-4);
}

}  // namespace
}  // namespace sempurna
