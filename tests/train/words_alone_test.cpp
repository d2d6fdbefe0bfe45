#include <fmt/core.h>
#include <gmock/gmock.h>

#include "catalog/worker_status.h"
#include "job_fixture.h"
#include "support/source_tree.h"
#include "train/run_training.h"
#include "words/word_classifier.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

/// Jobs of the family that is words alone.
class WordsAloneJob : public JobFixture {
 protected:
  WordsAloneJob() {
    make_folders(root() / "words");
    for (const char* file : {"config.json", "model.safetensors"})
      fs::copy_file(source_tree() / "models/sempurna-tc-words" / file, root() / "words" / file);
    make_folders(root() / "texts");
    std::string rows;
    for (int i = 0; i < 200; ++i)
      rows += fmt::format("{},a {} number {}\n", i % 2, i % 2 == 0 ? "apple" : "pear", i % 5);
    write_file_atomic(root() / "texts" / "data.csv", rows);
  }

  JobFolder words_job(const std::string& name, const fs::path& parent,
                      std::map<std::string, std::string> settings = {}) const {
    const JobFolder job = make_job(name, {}, {{"training", root() / "texts"}}, parent);
    JobInput input = read_job_input(job);
    input.hyperparameters = std::move(settings);  // without those that other families have
    write_job_input(job, input);
    return job;
  }

  static JobFolder done(const JobFolder& job) {
    testing::internal::CaptureStdout();
    EXPECT_EQ(run_training(job), kWorkerDone);
    testing::internal::GetCapturedStdout();
    return job;
  }

  static std::string failure(const JobFolder& job) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(run_training(job), kWorkerRefused);
    testing::internal::GetCapturedStderr();
    return fs::exists(job.failure()) ? read_file(job.failure()) : "no failure file";
  }
};

TEST_F(WordsAloneJob, IsSolvedForInOneEpochAndIsTheSameAgain) {
  const JobFolder job = done(words_job("job", root() / "words"));
  const Json training = read_json(job.model() / "training.json");
  EXPECT_EQ(training.at("history").size(), 1U);
  EXPECT_EQ(training.at("evaluations").at(0).at("metrics").at("accuracy"), 1);
  // Of settings those that mean something.
  EXPECT_TRUE(training.at("hyperparameters").contains("validation_split_ratio"));
  EXPECT_FALSE(training.at("hyperparameters").contains("epochs"));
  const JobFolder again = done(words_job("again", root() / "words"));
  for (const char* file : {"model.safetensors", kWordsFile, "config.json", "training.json"})
    EXPECT_EQ(read_file(again.model() / file), read_file(job.model() / file)) << file;
}

TEST_F(WordsAloneJob, OfTheSameClassesKeepsItsWordsAndAnewLearnsThem) {
  const JobFolder job = done(words_job("job", root() / "words"));
  const JobFolder kept = done(words_job("kept", job.model()));
  EXPECT_EQ(read_file(kept.model() / kWordsFile), read_file(job.model() / kWordsFile));
  EXPECT_EQ(read_json(kept.model() / "training.json").at("parent").at("top_layer"), "kept");
  const JobFolder anew = done(words_job(
      "anew", job.model(), {{"reinitialize_top_layer", "True"}, {"validation_split_ratio", "0"}}));
  EXPECT_NE(read_file(anew.model() / kWordsFile), read_file(job.model() / kWordsFile));
}

TEST_F(WordsAloneJob, RefusesWhatMeansNothingAndAModelWithoutItsWords) {
  EXPECT_THAT(failure(words_job("stepped", root() / "words", {{"epochs", "2"}})),
              HasSubstr("hyperparameter epochs means nothing for models of the family words"));
  const JobFolder job = done(words_job("job", root() / "words"));
  fs::remove(job.model() / kWordsFile);
  EXPECT_THAT(failure(words_job("next", job.model())),
              HasSubstr("holds no words.safetensors, and its model reads nothing else"));
}

}  // namespace
}  // namespace sempurna
