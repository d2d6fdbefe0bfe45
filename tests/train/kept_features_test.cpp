#include <gmock/gmock.h>

#include "job_fixture.h"
#include "model_files.h"
#include "train/run_training.h"

// What a run keeps of a backbone that stays as it is, and who may use it.

namespace sempurna {
namespace {

class KeptFeatures : public JobFixture {};

TEST_F(KeptFeatures, FeaturesThatAnotherJobKeptAreAsGoodAsOnesOwn) {
  make_pictures(root() / "test", 3, 2);
  const auto frozen = [&](const std::string& name, std::map<std::string, std::string> settings) {
    settings["train_only_top_layer"] = "True";
    settings["augmentation"] = "True";
    return make_job(name, settings, {{"training", root() / "data"}, {"test", root() / "test"}},
                    root() / "parent");
  };
  const auto passes = [](const JobFolder& job) {
    int64_t most = 0;
    for (const Json& step : events(job, "step")) {
      if (step.at("phase") != "features of training") continue;
      most = std::max<int64_t>(most, step.at("step"));
      if (step.at("step") < step.at("steps")) return int64_t{-1};
    }
    return most;
  };
  const std::map<std::string, std::string> settings = {
      {"learning_rate", "0.05"}, {"batch_size", "33"}, {"epochs", "3"}, {"optimizer", "sgd"}};
  const JobFolder first = frozen("first", {{"epochs", "4"}});
  ASSERT_EQ(run_training(first), 0);
  const JobFolder alone = frozen("alone", settings);
  ASSERT_EQ(run_training(alone), 0);

  const JobFolder lent = frozen("lent", settings);
  make_folders(lent.checkpoints());
  for (const char* kept : {"features", "pictures.cache"}) {
    fs::copy(first.checkpoints() / kept, lent.checkpoints() / kept,
             fs::copy_options::recursive | fs::copy_options::create_hard_links);
  }
  ASSERT_EQ(run_training(lent), 0);
  EXPECT_EQ(hash_of(lent.model()), hash_of(alone.model()));
  EXPECT_GT(passes(lent), 0) << "all were there from the beginning";
  const auto foretold = [](const JobFolder& job) {
    return events(job, "result").at(0).at("forecast").at("minutes_high").get<double>();
  };
  EXPECT_GT(foretold(lent), 0);

  // Other pictures are seen under other random changes.
  auto other = settings;
  other["augmentation_random_zoom"] = "0.3";
  const JobFolder changed = frozen("changed", other);
  make_folders(changed.checkpoints());
  fs::copy(first.checkpoints() / "features", changed.checkpoints() / "features",
           fs::copy_options::recursive | fs::copy_options::create_hard_links);
  ASSERT_EQ(run_training(changed), 0);
  EXPECT_NE(hash_of(changed.model()), hash_of(alone.model()));
}

// Features are found by position: which picture is at which depends on the split.
TEST_F(KeptFeatures, ThoseOfAnotherSplitAreNotUsed) {
  const auto frozen = [&](const std::string& name, const std::string& seed) {
    return make_job(name, {{"train_only_top_layer", "True"}, {"random_seed", seed}});
  };
  const JobFolder first = frozen("first", "1");
  ASSERT_EQ(run_training(first), 0);
  const JobFolder alone = frozen("alone", "2");
  ASSERT_EQ(run_training(alone), 0);
  const JobFolder lent = frozen("lent", "2");
  make_folders(lent.checkpoints());
  fs::copy(first.checkpoints() / "features", lent.checkpoints() / "features",
           fs::copy_options::recursive | fs::copy_options::create_hard_links);
  ASSERT_EQ(run_training(lent), 0);
  EXPECT_EQ(hash_of(lent.model()), hash_of(alone.model()));
}

TEST_F(KeptFeatures, WhatWasForetoldStandsWhereTheFeaturesWereKeptBefore) {
  const JobFolder job = make_job("job", {{"train_only_top_layer", "True"}});
  ASSERT_EQ(run_training(job), 0);
  const Json first = events(job, "result").at(0).at("forecast");
  EXPECT_GT(first.at("minutes_high"), 0);
  // As when it was killed after the last features and before the first checkpoint.
  for (const auto& entry : fs::directory_iterator(job.checkpoints())) {
    const std::string name = entry.path().filename().string();
    if (name != "features" && name != "forecast.json") fs::remove_all(entry.path());
  }
  ASSERT_EQ(run_training(job), 0);
  EXPECT_EQ(events(job, "result").at(1).at("forecast"), first);
}

}  // namespace
}  // namespace sempurna
