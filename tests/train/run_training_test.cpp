#include "train/run_training.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "catalog/worker_status.h"
#include "image/png_maker.h"
#include "job_fixture.h"
#include "model_files.h"
#include "support/source_tree.h"
#include "train/checkpoint.h"
#include "words/word_classifier.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

class RunTraining : public JobFixture {
 protected:
  static std::string failure(const JobFolder& job) {
    testing::internal::CaptureStderr();
    const int status = run_training(job);
    testing::internal::GetCapturedStderr();
    EXPECT_EQ(status, kWorkerRefused);
    return fs::exists(job.failure()) ? read_file(job.failure()) : "no failure file";
  }
};

TEST_F(RunTraining, MakesAModelFolderInPublishedLayout) {
  const JobFolder job = make_job("job", {{"epochs", "3"}, {"augmentation", "True"}});
  testing::internal::CaptureStdout();
  ASSERT_EQ(run_training(job), 0);
  const std::string log = testing::internal::GetCapturedStdout();
  EXPECT_THAT(log, HasSubstr("Epoch 3/3 - loss: "));
  EXPECT_THAT(log, HasSubstr("\n- val_accuracy: "));

  const Json labels = read_json(job.model() / "labels_info.json");
  EXPECT_EQ(labels.at("labels"), Json({"apples", "leaves", "skies"}));
  const Json config = read_json(job.model() / "config.json");
  EXPECT_EQ(config.at("id2label").at("2"), "skies");
  EXPECT_EQ(config.at("architectures"), Json({"MobileNetV2ForImageClassification"}));
  EXPECT_TRUE(fs::exists(job.model() / "preprocessor_config.json"));

  // The same tensors as the reference's file, no more and no fewer.
  const Weights before(root() / "parent");
  const Weights after(job.model());
  ASSERT_EQ(before.entries.size(), after.entries.size());
  for (const auto& [name, entry] : before.entries) {
    ASSERT_TRUE(after.entries.contains(name)) << name;
    EXPECT_EQ(entry.shape, after.entries.at(name).shape) << name;
    EXPECT_EQ(entry.dtype, after.entries.at(name).dtype) << name;
  }

  const Json training = read_json(job.model() / "training.json");
  EXPECT_EQ(training.at("history").size(), 3u);
  EXPECT_EQ(training.at("parent").at("top_layer"), "reinitialized");
  EXPECT_EQ(training.at("hyperparameters").at("epochs"), "3");
  EXPECT_THAT(read_file(job.model() / "training.json"), testing::Not(HasSubstr(root().string())));

  const Json report = read_json(job.output() / "data" / "evaluation.json");
  EXPECT_EQ(report.at("evaluations").at(0).at("name"), "validation");
  EXPECT_EQ(report.at("data").at("validation"), Json({2, 2, 2}));
  const auto results = events(job, "result");
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].at("evaluations").at(0).at("majority_baseline"), 1.0 / 3);
  EXPECT_GT(results[0].at("actual").at("memory_bytes"), 0);
  EXPECT_GT(results[0].at("forecast").at("minutes_high"), 0);
}

TEST_F(RunTraining, ForecastsTheMemoryThatItTakes) {
  const JobFolder job = make_job("forecast");
  ASSERT_EQ(run_training(job), 0);
  const Json result = events(job, "result").at(0);
  const double said = result.at("forecast").at("memory_bytes");
  const double taken = result.at("actual").at("memory_bytes");
  EXPECT_GT(said, 0.95 * taken);
  EXPECT_LT(said, 1.5 * taken);
}

TEST_F(RunTraining, ForecastsFromItsOwnFirstSteps) {
  for (const char* head_only : {"False", "True"}) {
    const JobFolder job = make_job(std::string("head-only-") + head_only,
                                   {{"train_only_top_layer", head_only}, {"optimizer", "adam"}});
    ASSERT_EQ(run_training(job), 0);
    std::vector<std::string> order;
    std::ifstream lines(job.progress());
    for (std::string line; std::getline(lines, line);) {
      const Json event = Json::parse(line);
      const std::string kind = event.at("event");
      if (kind == "forecast") order.push_back(event.at("stage"));
      if (kind == "phase" && event.at("phase") == "training" && event.at("epoch") == 1)
        order.emplace_back("training");
      if (kind == "phase" && event.at("phase") == "features") order.emplace_back("features");
    }
    if (std::string(head_only) == "True") {
      EXPECT_THAT(order, testing::ElementsAre("static", "features", "measured", "training"));
    } else {
      EXPECT_THAT(order, testing::ElementsAre("static", "training", "measured"));
    }
    const Json kept = read_json(job.checkpoints() / "forecast.json");
    EXPECT_EQ(events(job, "result").at(0).at("forecast"), kept);
    // A run that goes on keeps it.
    ASSERT_EQ(run_training(job), 0);
    EXPECT_EQ(events(job, "forecast").size(), 3u);
    EXPECT_EQ(events(job, "result").at(1).at("forecast"), kept);
  }
}

TEST_F(RunTraining, SameJobGivesTheSameBytes) {
  const std::map<std::string, std::string> settings = {{"augmentation", "True"}};
  ASSERT_EQ(run_training(make_job("one", settings)), 0);
  ASSERT_EQ(run_training(make_job("two", settings)), 0);
  EXPECT_EQ(hash_of(root() / "one" / "model"), hash_of(root() / "two" / "model"));
  const auto other = make_job("three", {{"augmentation", "True"}, {"seed", "2"}});
  ASSERT_EQ(run_training(other), 0);
  EXPECT_NE(hash_of(root() / "one" / "model"), hash_of(other.model()));
}

TEST_F(RunTraining, FrozenBackboneKeepsItsWeightsAndLearnsTheHead) {
  const JobFolder job = make_job("job", {{"train_only_top_layer", "True"},
                                         {"epochs", "30"},
                                         {"learning_rate", "0.05"},
                                         {"regularizers_l2", "0"}});
  ASSERT_EQ(run_training(job), 0);
  const Weights before(root() / "parent");
  for (const auto& [name, entry] : Weights(job.model()).entries) {
    EXPECT_EQ(entry == before.entries.at(name), !name.starts_with("classifier")) << name;
  }
  const Json training = read_json(job.model() / "training.json");
  EXPECT_LT(training.at("history").back().at("loss"), training.at("history").front().at("loss"));
}

TEST_F(RunTraining, ValidationAndTestChannelsAreUsed) {
  make_pictures(root() / "held", 4, 2);
  make_pictures(root() / "unseen", 3, 3);
  const JobFolder job = make_job(
      "job", {},
      {{"training", root() / "data"}, {"validation", root() / "held"}, {"test", root() / "unseen"}},
      root() / "parent");
  testing::internal::CaptureStdout();
  ASSERT_EQ(run_training(job), 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr("- Test accuracy: "));
  const Json training = read_json(job.model() / "training.json");
  EXPECT_EQ(training.at("data").at("training"), Json({12, 12, 12}));
  EXPECT_EQ(training.at("data").at("validation"), Json({4, 4, 4}));
  EXPECT_EQ(training.at("data").at("test"), Json({3, 3, 3}));
}

TEST_F(RunTraining, FineTunedModelKeepsItsHeadOnTheSameClasses) {
  ASSERT_EQ(run_training(make_job("first", {{"epochs", "1"}})), 0);
  const JobFolder again = make_job("again", {{"epochs", "1"}, {"learning_rate", "0"}},
                                   {{"training", root() / "data"}}, root() / "first" / "model");
  ASSERT_EQ(run_training(again), 0);
  const Json training = read_json(again.model() / "training.json");
  EXPECT_EQ(training.at("parent").at("top_layer"), "kept");
  const Weights before(root() / "first" / "model");
  for (const auto& [name, entry] : Weights(again.model()).entries) {
    if (name.starts_with("classifier")) {
      EXPECT_EQ(entry, before.entries.at(name)) << name;
    }
  }
}

TEST_F(RunTraining, OtherClassesNeedANewHead) {
  ASSERT_EQ(run_training(make_job("first", {{"epochs", "1"}})), 0);
  make_pictures(root() / "two", 12, 5, 2);
  const std::map<std::string, fs::path> channels = {{"training", root() / "two"}};
  const auto parent = root() / "first" / "model";
  EXPECT_THAT(failure(make_job("kept", {{"reinitialize_top_layer", "False"}}, channels, parent)),
              HasSubstr("skies"));
  const JobFolder fresh = make_job("fresh", {}, channels, parent);
  EXPECT_EQ(run_training(fresh), 0);
}

TEST_F(RunTraining, BinaryModeHasOneOutputAndItsMetrics) {
  make_pictures(root() / "two", 12, 5, 2);
  const JobFolder job = make_job("job", {{"binary_mode", "True"}, {"eval_metric", "auc"}},
                                 {{"training", root() / "two"}}, root() / "parent");
  ASSERT_EQ(run_training(job), 0);
  const Json config = read_json(job.model() / "config.json");
  EXPECT_EQ(config.at("binary_mode"), true);
  EXPECT_EQ(config.at("id2label"), Json({{"0", "leaves"}}));
  const Json history = read_json(job.model() / "training.json").at("history");
  EXPECT_TRUE(history.at(0).contains("val_auc"));
  EXPECT_TRUE(history.at(0).contains("val_prc"));
}

TEST_F(RunTraining, RefusesWhatCannotBeDoneInASentence) {
  EXPECT_THAT(failure(make_job("a", {{"binary_mode", "True"}})),
              HasSubstr("binary_mode is for two classes, but the data has 3"));
  EXPECT_THAT(failure(make_job("b", {{"reinitialize_top_layer", "False"}})),
              HasSubstr("set it to True or Auto"));
  EXPECT_THAT(failure(make_job("c", {{"early_stopping", "True"}, {"validation_split_ratio", "0"}})),
              HasSubstr("early_stopping watches the validation data, but there is none"));
  EXPECT_THAT(failure(make_job("d", {{"dropout_rate", "1"}})),
              HasSubstr("dropout_rate 1 would hide everything"));
  EXPECT_THAT(failure(make_job("e", {{"learning_rat", "1"}})),
              HasSubstr("Did you mean learning_rate?"));
  const JobFolder no_training =
      make_job("f", {}, {{"validation", root() / "data"}}, root() / "parent");
  EXPECT_THAT(failure(no_training), HasSubstr("no channel named training"));
}

TEST_F(RunTraining, BrokenPictureIsRefusedOrSkipped) {
  const std::string whole = read_file(root() / "data" / "skies" / "0.jpg");
  std::ofstream(root() / "data" / "skies" / "0.jpg", std::ios::binary) << whole.substr(0, 300);
  const JobFolder refused = make_job("refused");
  EXPECT_THAT(failure(refused), HasSubstr("skies/0.jpg"));
  EXPECT_FALSE(fs::exists(refused.model()));
  const auto errors = events(refused, "error");
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].at("code"), "InvalidArgument");
  const JobFolder skipped = make_job("skipped", {{"on_bad_data", "skip"}});
  EXPECT_EQ(run_training(skipped), 0);
  EXPECT_FALSE(events(skipped, "finding").empty());
}

TEST_F(RunTraining, PictureThatOnlyDecodingFindsBrokenIsRefusedOrSkipped) {
  // Every chunk has its right checksum, but the pixels are no zlib stream.
  const std::string png = std::string(kPngSignature) + png_header(40, 40, 8, 2) +
                          png_chunk("IDAT", std::string(200, 'x')) + png_chunk("IEND", "");
  std::ofstream(root() / "data" / "skies" / "0.png", std::ios::binary) << png;
  EXPECT_THAT(failure(make_job("refused")), HasSubstr("skies/0.png"));
  const JobFolder skipped = make_job("skipped", {{"on_bad_data", "skip"}});
  EXPECT_EQ(run_training(skipped), 0);
  const Json data = read_json(skipped.model() / "training.json").at("data");
  EXPECT_EQ(data.at("training"), Json({10, 10, 10}));
  EXPECT_EQ(data.at("validation"), Json({2, 2, 2}));
}

TEST_F(RunTraining, DamagedModelFolderIsASentence) {
  const JobFolder job = make_job("job");
  std::ofstream(job.channel("model") / "model.safetensors") << "nothing";
  EXPECT_THAT(failure(job), HasSubstr("model.safetensors"));
  fs::remove(job.channel("model") / "config.json");
  EXPECT_THAT(failure(job), HasSubstr("config.json"));
}

TEST_F(RunTraining, BatchLargerThanTheDataAndLastBatchOfOneWork) {
  EXPECT_EQ(run_training(make_job("large", {{"batch_size", "1000"}})), 0);
  // 30 training pictures.
  EXPECT_EQ(run_training(make_job("one", {{"batch_size", "29"}, {"epochs", "1"}})), 0);
  EXPECT_EQ(run_training(make_job("single", {{"batch_size", "1"}, {"epochs", "1"}})), 0);
}

TEST_F(RunTraining, ResumedUnderOtherSettingsIsRefusedByName) {
  const JobFolder job = make_job("job");
  ASSERT_EQ(run_training(job), 0);
  Json settings = read_json(job.hyperparameters());
  settings["learning_rate"] = "0.5";
  write_file_atomic(job.hyperparameters(), to_pretty(settings));
  EXPECT_THAT(failure(job), HasSubstr("learning_rate was 0.001 and is 0.5"));
}

TEST_F(RunTraining, ResumedKeepsThePrecisionThatItBeganWith) {
  const JobFolder job = make_job("job", {{"precision", "auto"}});
  CheckpointStore(job.checkpoints(), {{"precision", "fp32"}, {"threads", 1}}).save({});
  // Refused for all that the invented checkpoint lacks, but not for its precision or threads.
  const std::string message = failure(job);
  EXPECT_THAT(message, HasSubstr("cannot be resumed"));
  EXPECT_THAT(message, testing::Not(HasSubstr("precision was")));
}

const std::string kVocabulary = [] {
  std::string words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
  for (int k = 5; k < 100; ++k) words += fmt::format("w{}\n", k);
  return words;
}();

/// A tiny encoder that knows the words w5 to w99.
fs::path make_encoder(const fs::path& model) {
  make_folders(model);
  const fs::path golden = source_tree() / "tests/golden/models/bert";
  for (const char* file : {"config.json", "model.safetensors"}) {
    fs::copy_file(golden / file, model / file);
  }
  write_file_atomic(model / "vocab.txt", kVocabulary);
  return model;
}

TEST_F(RunTraining, TextsAreLearntAndExportedWithTheirTokenizer) {
  const fs::path model = make_encoder(root() / "encoder");
  make_folders(root() / "texts");
  std::string rows;
  for (int i = 0; i < 80; ++i) {
    const int label = i % 2 == 0 ? -3 : 7;
    rows += fmt::format("{},w{} w{} w{} number {}\n", label, 10 + i % 9, label < 0 ? 50 : 60,
                        20 + i % 11, i);
  }
  // A text beyond the model's positions, under a max_length that does not cut it enough.
  std::string words;
  for (int i = 0; i < 400; ++i) words += " w60";
  rows += "7,w60" + words + "\n";
  write_file_atomic(root() / "texts" / "data.csv", rows);
  const JobFolder job =
      make_job("job", {{"epochs", "8"}, {"learning_rate", "0.01"}, {"max_length", "512"}},
               {{"training", root() / "texts"}}, model);
  testing::internal::CaptureStdout();
  ASSERT_EQ(run_training(job), 0);
  EXPECT_THAT(testing::internal::GetCapturedStdout(), HasSubstr(" val_accuracy="));
  EXPECT_EQ(read_file(job.model() / "vocab.txt"), kVocabulary);
  EXPECT_EQ(read_json(job.model() / "labels_info.json").at("labels"), Json({"-3", "7"}));
  EXPECT_EQ(read_json(job.model() / "config.json").at("architectures"),
            Json({"BertForSequenceClassification"}));
  const Json training = read_json(job.model() / "training.json");
  EXPECT_GT(training.at("evaluations").at(0).at("metrics").at("accuracy"), 0.9);
}

// Of words that its tokenizer does not have an encoder sees nothing.
TEST_F(RunTraining, WordsThatTheEncoderDoesNotKnowAreLearntBesideIt) {
  const fs::path model = make_encoder(root() / "encoder");
  make_folders(root() / "texts");
  std::string rows;
  for (int i = 0; i < 200; ++i)
    rows += fmt::format("{},w{} {} w{}\n", i % 2, 10 + i % 7, i % 2 == 0 ? "apple" : "pear",
                        30 + i % 5);
  write_file_atomic(root() / "texts" / "data.csv", rows);
  const auto accuracy = [](const JobFolder& job) {
    const Json training = read_json(job.model() / "training.json");
    return training.at("evaluations").at(0).at("metrics").at("accuracy").get<double>();
  };
  const auto trained = [&](const std::string& name, std::map<std::string, std::string> settings,
                           const fs::path& parent) {
    const JobFolder job =
        make_job(name, std::move(settings), {{"training", root() / "texts"}}, parent);
    testing::internal::CaptureStdout();
    EXPECT_EQ(run_training(job), 0);
    testing::internal::GetCapturedStdout();
    return job;
  };
  const auto without = trained("without", {{"epochs", "2"}}, model);
  EXPECT_LT(accuracy(without), 0.8);
  EXPECT_FALSE(fs::exists(without.model() / kWordsFile));
  const auto whole = trained("whole", {{"epochs", "2"}, {"word_features", "True"}}, model);
  EXPECT_EQ(accuracy(whole), 1);
  const auto head = trained(
      "head", {{"optimizer", "lbfgs"}, {"train_only_top_layer", "True"}, {"word_features", "True"}},
      model);
  EXPECT_EQ(accuracy(head), 1);
  // A layer that is kept keeps its words, byte for byte; one that starts anew without them has
  // none.
  const auto kept = trained("kept", {{"epochs", "1"}}, whole.model());
  EXPECT_EQ(accuracy(kept), 1);
  EXPECT_EQ(read_file(kept.model() / kWordsFile), read_file(whole.model() / kWordsFile));
  const auto anew =
      trained("anew", {{"epochs", "1"}, {"reinitialize_top_layer", "True"}}, whole.model());
  EXPECT_FALSE(fs::exists(anew.model() / kWordsFile));
}

TEST_F(RunTraining, ATestChannelThatCannotBeMeasuredCostsNoModel) {
  make_pictures(root() / "unseen", 3, 5);
  const JobFolder job = make_job(
      "job", {}, {{"training", root() / "data"}, {"test", root() / "unseen"}}, root() / "parent");
  // Gone after the check, as a disk that is taken out.
  std::atomic<bool> ended = false;
  std::thread thief([&] {
    const auto checked = [&] {
      const fs::path file = job.root / "progress.jsonl";
      return fs::exists(file) && read_file(file).find(R"("phase":"load")") != std::string::npos;
    };
    while (!ended && !checked()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    fs::remove(job.channel("test") / "apples" / "0.jpg");
    fs::resize_file(job.checkpoints() / "pictures.cache", 72);  // nor is what was kept of it there
  });
  const int status = run_training(job);
  ended = true;
  thief.join();
  ASSERT_EQ(status, 0);
  EXPECT_TRUE(fs::exists(job.model() / "model.safetensors"));
  std::vector<std::string> told;
  for (const Json& event : events(job, "finding")) {
    if (event.at("finding").at("code") != "test-not-measured") continue;
    told.push_back(event.at("finding").at("message"));
    EXPECT_EQ(event.at("finding").at("severity"), "warning");
  }
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], HasSubstr("the test channel could not be measured ("));
  EXPECT_THAT(told[0], HasSubstr("0.jpg"));
  EXPECT_EQ(events(job, "result").at(0).at("evaluations").size(), 1U);
  EXPECT_THAT(read_file(job.output() / "data" / "evaluation.json"), HasSubstr("test-not-measured"));
}

}  // namespace
}  // namespace sempurna
