#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "catalog/worker_status.h"
#include "kernels/bf16.h"
#include "support/source_tree.h"
#include "text_job_fixture.h"
#include "train/feature_store.h"
#include "train/run_training.h"
#include "weights/safetensors.h"

// What hyperparameters of the training side do to whole jobs: their losses and what they export.

namespace sempurna {
namespace {

using testing::HasSubstr;

/// Jobs with learning rate 0: the loss is that of the weights which the job also exports.
class StillJob : public TextJobFixture {
 protected:
  JobFolder run(const std::string& name, const std::map<std::string, std::string>& settings,
                bool texts, const fs::path& model) {
    std::map<std::string, std::string> all = {
        {"learning_rate", "0"}, {"batch_size", "1000"}, {"epochs", "1"}};
    for (const auto& [key, value] : settings) all[key] = value;
    const JobFolder job =
        make_job(name, all, {{"training", root() / (texts ? "texts" : "data")}}, model);
    testing::internal::CaptureStdout();
    const int status = run_training(job);
    testing::internal::GetCapturedStdout();
    EXPECT_EQ(status, 0) << (fs::exists(job.failure()) ? read_file(job.failure()) : "");
    return job;
  }
  JobFolder run_pictures(const std::string& name,
                         const std::map<std::string, std::string>& settings) {
    return run(name, settings, false, root() / "parent");
  }
  /// A text model that was fine-tuned before.
  fs::path tuned() {
    const fs::path job = root() / "tuned";
    if (!fs::exists(job)) run("tuned", {{"learning_rate", "0.01"}}, true, root() / "encoder");
    return job / "model";
  }

  static std::vector<double> losses(const JobFolder& job) {
    std::vector<double> found;
    const Json training = read_json(job.model() / "training.json");
    for (const Json& record : training.at("history")) found.push_back(record.at("loss"));
    return found;
  }
  static double loss(const JobFolder& job) { return losses(job).front(); }

  static std::vector<float> classifier(const fs::path& model) {
    const MappedFile file(model / "model.safetensors");
    for (const auto& view : parse_safetensors(file.bytes(), model.string()).tensors) {
      if (view.name != "classifier.weight") continue;
      const auto* values = reinterpret_cast<const float*>(view.bytes.data());
      return {values, values + view.bytes.size() / sizeof(float)};
    }
    ADD_FAILURE() << "no classifier.weight in " << model;
    return {};
  }
  static double squares(const fs::path& model) {
    double sum = 0;
    for (const float w : classifier(model)) sum += static_cast<double>(w) * w;
    return sum;
  }
  static std::string top_layer(const JobFolder& job) {
    return read_json(job.model() / "training.json").at("parent").at("top_layer");
  }
  static std::string failure(const JobFolder& job) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(run_training(job), kWorkerRefused);
    testing::internal::GetCapturedStderr();
    return fs::exists(job.failure()) ? read_file(job.failure()) : "no failure file";
  }
};

TEST_F(StillJob, RegularizersL2IsInTheLossOfPictures) {
  const JobFolder without = run_pictures("without", {{"regularizers_l2", "0"}});
  const JobFolder with = run_pictures("with", {{"regularizers_l2", "0.5"}});
  ASSERT_EQ(classifier(with.model()), classifier(without.model()));
  const double penalty = 0.5 * squares(with.model());
  ASSERT_GT(penalty, 1e-3);
  EXPECT_NEAR(loss(with) - loss(without), penalty, 1e-5 + 1e-5 * penalty);
}

TEST_F(StillJob, RegularizersL2IsInTheLossOfTextsWhoseHeadStartsAnew) {
  for (const auto& [choice, share] :
       std::map<std::string, double>{{"True", 0.5}, {"False", 0}, {"Auto", 0}}) {
    SCOPED_TRACE(choice);
    const JobFolder without =
        run("without" + choice, {{"regularizers_l2", "0"}, {"reinitialize_top_layer", choice}},
            true, tuned());
    const JobFolder with =
        run("with" + choice, {{"regularizers_l2", "0.5"}, {"reinitialize_top_layer", choice}}, true,
            tuned());
    const double all = squares(with.model());
    ASSERT_GT(all, 1e-3);
    EXPECT_NEAR(loss(with) - loss(without), share * all, 1e-5 + 1e-5 * all);
  }
}

TEST_F(StillJob, DropoutRateIsInTheLossWhereTheHeadDrops) {
  const auto difference = [&](const std::string& name, bool texts, const std::string& choice,
                              const fs::path& model) {
    std::map<std::string, std::string> settings = {{"reinitialize_top_layer", choice},
                                                   {"dropout_rate", "0"}};
    const JobFolder without = run(name + "without", settings, texts, model);
    settings["dropout_rate"] = "0.6";
    return std::abs(loss(run(name + "with", settings, texts, model)) - loss(without));
  };
  EXPECT_GT(difference("pictures", false, "True", root() / "parent"), 1e-5);
  EXPECT_GT(difference("fresh", true, "True", tuned()), 1e-5);
  EXPECT_EQ(difference("kept", true, "Auto", tuned()), 0);
}

TEST_F(StillJob, ReinitializeTopLayerOfTexts) {
  const auto before = classifier(tuned());
  const auto head = [&](const std::string& choice) {
    const JobFolder job = run(choice, {{"reinitialize_top_layer", choice}}, true, tuned());
    return std::pair(top_layer(job), classifier(job.model()) == before);
  };
  EXPECT_EQ(head("Auto"), std::pair(std::string("kept"), true));
  EXPECT_EQ(head("False"), std::pair(std::string("kept"), true));
  EXPECT_EQ(head("True"), std::pair(std::string("reinitialized"), false));
}

TEST_F(StillJob, ReinitializeTopLayerOfTextsWithOtherClasses) {
  const auto before = classifier(tuned());
  fs::remove_all(root() / "texts");
  make_texts(root() / "texts", -3, 8);
  const JobFolder fresh = run("auto", {{"reinitialize_top_layer", "Auto"}}, true, tuned());
  EXPECT_EQ(top_layer(fresh), "reinitialized");
  EXPECT_NE(classifier(fresh.model()), before);
  EXPECT_EQ(top_layer(run("true", {{"reinitialize_top_layer", "True"}}, true, tuned())),
            "reinitialized");
  EXPECT_THAT(failure(make_text_job("false", {{"reinitialize_top_layer", "False"}}, tuned())),
              HasSubstr("the class \"8\" (40 texts) is in the training data, but the model has no "
                        "such class"));
}

TEST_F(StillJob, ReinitializeTopLayerOfTextsNeverTunedBefore) {
  EXPECT_EQ(top_layer(run("auto", {}, true, root() / "encoder")), "reinitialized");
  EXPECT_THAT(failure(make_text_job("false", {{"reinitialize_top_layer", "False"}})),
              HasSubstr("set it to True or Auto"));
}

TEST_F(StillJob, AugmentationChangesWhatEachEpochSees) {
  const std::map<std::string, std::string> common = {{"dropout_rate", "0"}, {"epochs", "3"}};
  auto settings = common;
  settings["augmentation"] = "False";
  const auto off = losses(run_pictures("off", settings));
  settings["augmentation"] = "True";
  const auto on = losses(run_pictures("on", settings));
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(off[k], off[0], 1e-5);
    EXPECT_GT(std::abs(on[k] - off[k]), 1e-4);
    EXPECT_TRUE(k == 0 || std::abs(on[k] - on[k - 1]) > 1e-4);
  }
}

/// The views of training pictures whose features are kept.
std::set<std::string> views_kept(const JobFolder& job) {
  std::set<std::string> views;
  for (const auto& entry : fs::recursive_directory_iterator(job.checkpoints() / "features")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("training-")) views.insert(name.substr(9, name.rfind('-') - 9));
  }
  return views;
}

TEST_F(StillJob, AugmentationViewsAreTheViewsThatEpochsTakeInTurn) {
  std::map<std::string, std::string> settings = {{"train_only_top_layer", "True"},
                                                 {"augmentation", "True"},
                                                 {"dropout_rate", "0"},
                                                 {"augmentation_views", "3"},
                                                 {"epochs", "7"}};
  // Untrained batch norms make every picture's features alike; a transformer's differ.
  const fs::path model = root() / "transformer";
  fs::copy(root() / "parent", model);
  for (const char* file : {"config.json", "model.safetensors"}) {
    fs::copy_file(source_tree() / "tests/golden/models/vit" / file, model / file,
                  fs::copy_options::overwrite_existing);
  }
  Json sizes = read_json(model / "preprocessor_config.json");
  const Json side = read_json(model / "config.json").at("image_size");
  sizes["size"] = {{"height", side}, {"width", side}};
  write_file_atomic(model / "preprocessor_config.json", to_pretty(sizes));

  const JobFolder three = run("three", settings, false, model);
  EXPECT_THAT(views_kept(three), testing::ElementsAre("0", "1", "2"));
  const auto loss = losses(three);
  for (size_t k = 3; k < 7; ++k) EXPECT_NEAR(loss[k], loss[k - 3], 1e-5);
  EXPECT_GT(std::abs(loss[1] - loss[0]), 1e-4);
  EXPECT_GT(std::abs(loss[2] - loss[1]), 1e-4);
  EXPECT_GT(std::abs(loss[2] - loss[0]), 1e-4);

  settings["epochs"] = "2";
  EXPECT_EQ(views_kept(run("short", settings, false, model)).size(), 2u);
  settings["augmentation"] = "False";
  EXPECT_EQ(views_kept(run("plain", settings, false, model)).size(), 1u);
}

TEST_F(StillJob, PrecisionIsThatOfTheJob) {
  const auto precision = [](const JobFolder& job) -> std::string {
    return read_json(job.model() / "training.json").at("precision");
  };
  const JobFolder fp32 = run_pictures("fp32", {{"precision", "fp32"}});
  EXPECT_EQ(precision(fp32), "fp32");
  EXPECT_EQ(precision(run_pictures("auto", {{"precision", "auto"}})),
            kernels::bf16_is_faster() ? "bf16" : "fp32");
  if (!kernels::bf16_supported()) {
    EXPECT_THAT(failure(make_job("bf16", {{"precision", "bf16"}})),
                HasSubstr("precision bf16 needs a processor with AVX512-BF16 or AMX"));
    return;
  }
  const JobFolder bf16 = run_pictures("bf16", {{"precision", "bf16"}});
  EXPECT_EQ(precision(bf16), "bf16");
  EXPECT_NE(loss(bf16), loss(fp32));
  EXPECT_NEAR(loss(bf16), loss(fp32), 0.1);
}

}  // namespace
}  // namespace sempurna
