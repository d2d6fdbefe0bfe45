#include "train/checkpoint.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "train/fingerprint.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Json fingerprint(double learning_rate = 0.001) {
  Fingerprint f;
  f.hyperparameters.learning_rate = learning_rate;
  return f.to_json();
}

std::vector<NamedTensor> model(double value) {
  return {{"model.weight", at::full({2, 3}, value)},
          {"model.count", at::full({}, static_cast<int64_t>(value), at::kLong)}};
}

std::vector<NamedTensor> optimizer(double value) {
  return {{"momentum.weight", at::full({2, 3}, value / 3)}};
}

/// Saves tensors made of a value.
void save(CheckpointStore& store, int step, double value, bool best = false, bool last = false) {
  store.save({{{"step", step}}, model(value), optimizer(value), best, last});
}

/// The step of the newest checkpoint, its tensors checked against the value; 0: there is none.
int loaded(CheckpointStore& store, double value) {
  const auto of_model = model(-1);
  const auto of_optimizer = optimizer(-1);
  const auto state = store.load(of_model, of_optimizer);
  if (!state) return 0;
  EXPECT_TRUE(at::equal(of_model[0].second, model(value)[0].second));
  EXPECT_TRUE(at::equal(of_model[1].second, model(value)[1].second));
  EXPECT_TRUE(at::equal(of_optimizer[0].second, optimizer(value)[0].second));
  return state->at("step");
}

void damage(const fs::path& file) {
  std::string content = read_file(file);
  content[content.size() / 2] ^= 1;
  std::ofstream(file, std::ios::binary) << content;
}

class CheckpointTest : public testing::Test {
 protected:
  /// A new store on the same folder, as another process would open it.
  CheckpointStore store(double learning_rate = 0.001) {
    return CheckpointStore(at_, fingerprint(learning_rate));
  }
  std::vector<std::string> models() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(at_)) {
      if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  TemporaryFolder folder_;
  fs::path at_ = folder_.path() / "checkpoints";
};

TEST_F(CheckpointTest, RestoresExactly) {
  store().save({{{"sum", 0.1 + 0.2}}, model(5), optimizer(5)});
  const auto of_model = model(0);
  const auto of_optimizer = optimizer(0);
  const auto state = store().load(of_model, of_optimizer);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->at("sum").get<double>(), 0.1 + 0.2);
  for (size_t k = 0; k < of_model.size(); ++k) {
    EXPECT_TRUE(at::equal(of_model[k].second, model(5)[k].second)) << of_model[k].first;
  }
  EXPECT_TRUE(at::equal(of_optimizer[0].second, optimizer(5)[0].second));
}

TEST_F(CheckpointTest, NothingSavedIsNothing) {
  EXPECT_FALSE(store().load(model(0), optimizer(0)));
}

TEST_F(CheckpointTest, HoldsWhatTheTensorsWereWhenItWasSaved) {
  const std::vector<NamedTensor> big = {{"model.weight", at::full({1 << 20}, 1.0)}};
  auto here = store();
  here.save({Json::object(), big, {}});
  big[0].second.fill_(2);
  here.finish();
  ASSERT_TRUE(store().load(big, {}));
  EXPECT_TRUE(at::equal(big[0].second, at::full({1 << 20}, 1.0)));
}

TEST_F(CheckpointTest, IsWrittenAtOnceWhereMemoryIsTooTightForCopies) {
  CheckpointStore tight(at_, fingerprint(), [] { return uint64_t{100}; });
  save(tight, 1, 1);
  EXPECT_TRUE(fs::exists(at_ / "00000001" / "state.json"));
  EXPECT_EQ(CheckpointStore::copied_bytes({{}, model(1), optimizer(1)}), 2 * 24u + 8u);
}

TEST_F(CheckpointTest, WhatBefallsAWriteInTheBackgroundIsThrownByTheNextCall) {
  for (const bool ends : {true, false}) {
    fs::remove_all(at_);
    auto here = store();
    save(here, 1, 1);
    here.finish();
    // Two of a name cannot be written.
    const std::vector<NamedTensor> twice(2, model(2)[0]);
    here.save({Json::object(), twice, {}});
    if (ends) {
      EXPECT_THROW(here.finish(), Error);
    } else {
      EXPECT_THROW(save(here, 3, 3), Error);
    }
    auto again = store();
    EXPECT_EQ(loaded(again, 1), 1);
  }
}

TEST_F(CheckpointTest, DamagedOneIsPassedOverForTheOneBefore) {
  for (const char* file :
       {"model-00000002.safetensors", "00000002/optimizer.safetensors", "00000002/state.json"}) {
    fs::remove_all(at_);
    {
      auto here = store();
      save(here, 1, 1);
      save(here, 2, 2);
    }
    damage(at_ / file);
    auto again = store();
    EXPECT_EQ(loaded(again, 1), 1) << file;
    EXPECT_THAT(again.damaged(), HasSubstr("00000002 is damaged"));
  }
}

TEST_F(CheckpointTest, DamagedOneIsRemovedInPlaceOfTheOneThatIsWhole) {
  for (const char* file :
       {"model-00000002.safetensors", "00000002/optimizer.safetensors", "00000002/state.json"}) {
    fs::remove_all(at_);
    {
      auto here = store();
      save(here, 1, 1, true);
      save(here, 2, 2);
    }
    damage(at_ / file);
    auto resumed = store();
    EXPECT_EQ(loaded(resumed, 1), 1) << file;
    // Two of a name cannot be written.
    const std::vector<NamedTensor> twice(2, model(3)[0]);
    resumed.save({Json::object(), twice, {}});
    EXPECT_THROW(resumed.finish(), Error);
    EXPECT_FALSE(fs::exists(at_ / "00000002")) << file;
    auto again = store();
    EXPECT_EQ(loaded(again, 1), 1) << file;
    EXPECT_TRUE(again.has_best());
    EXPECT_EQ(again.damaged(), "");
    save(again, 3, 3);
    again.finish();
    auto third = store();
    EXPECT_EQ(loaded(third, 3), 3) << file;
  }
}

TEST_F(CheckpointTest, NoneIsRemovedBeforeOneIsKnownToBeWhole) {
  {
    auto here = store();
    save(here, 1, 1);
    save(here, 2, 2);
  }
  auto unasked = store();
  const std::vector<NamedTensor> twice(2, model(3)[0]);
  unasked.save({Json::object(), twice, {}});
  EXPECT_THROW(unasked.finish(), Error);
  damage(at_ / "00000002" / "state.json");
  auto again = store();
  EXPECT_EQ(loaded(again, 1), 1);
}

TEST_F(CheckpointTest, ADamagedOneChangesNoTensor) {
  {
    auto here = store();
    save(here, 1, 1);
  }
  damage(at_ / "00000001" / "optimizer.safetensors");
  const auto of_model = model(9);
  EXPECT_FALSE(store().load(of_model, optimizer(9)));
  EXPECT_TRUE(at::equal(of_model[0].second, model(9)[0].second));
}

TEST_F(CheckpointTest, HalfWrittenOneIsNotSeen) {
  {
    auto here = store();
    save(here, 1, 1);
  }
  fs::create_directories(at_ / "00000002.partial");
  std::ofstream(at_ / "00000002.partial" / "optimizer.safetensors") << "half";
  std::ofstream(at_ / "model-00000002.safetensors") << "of the half";
  auto again = store();
  EXPECT_EQ(loaded(again, 1), 1);
  save(again, 2, 2);
  again.finish();
  auto third = store();
  EXPECT_EQ(loaded(third, 2), 2);
  EXPECT_FALSE(fs::exists(at_ / "00000002.partial"));
}

TEST_F(CheckpointTest, TwoAreKept) {
  {
    auto here = store();
    for (int step = 1; step <= 5; ++step) save(here, step, step);
  }
  EXPECT_FALSE(fs::exists(at_ / "00000003"));
  EXPECT_TRUE(fs::exists(at_ / "00000004"));
  EXPECT_TRUE(fs::exists(at_ / "00000005"));
  EXPECT_THAT(models(), ElementsAre("model-00000004.safetensors", "model-00000005.safetensors"));
}

TEST_F(CheckpointTest, BestEpochIsTheFileOfTheCheckpointThatHadIt) {
  {
    auto here = store();
    save(here, 1, 3, true);
    for (int step = 2; step <= 5; ++step) save(here, step, step + 10);
  }
  EXPECT_THAT(models(), ElementsAre("model-00000001.safetensors", "model-00000004.safetensors",
                                    "model-00000005.safetensors"));
  auto again = store();
  EXPECT_EQ(loaded(again, 15), 5);
  ASSERT_TRUE(again.has_best());
  const auto best = model(0);
  again.load_best(best);
  EXPECT_TRUE(at::equal(best[0].second, model(3)[0].second));
  save(again, 6, 20, true);
  save(again, 7, 21);
  again.load_best(best);
  EXPECT_TRUE(at::equal(best[0].second, model(20)[0].second));
  EXPECT_THAT(models(), ElementsAre("model-00000006.safetensors", "model-00000007.safetensors"));
}

TEST_F(CheckpointTest, TheLastOneKeepsTheBestEpochAlone) {
  {
    auto here = store();
    save(here, 1, 1, true);
    save(here, 2, 2);
    save(here, 3, 3, false, true);
  }
  EXPECT_FALSE(fs::exists(at_ / "model-00000003.safetensors"));
  EXPECT_FALSE(fs::exists(at_ / "00000003" / "optimizer.safetensors"));
  auto again = store();
  const auto of_model = model(0);
  ASSERT_EQ(again.load(of_model, optimizer(0))->at("step"), 3);
  EXPECT_TRUE(at::equal(of_model[0].second, model(1)[0].second));
  save(again, 4, 4, true, true);
  again.load_best(of_model);
  EXPECT_TRUE(at::equal(of_model[0].second, model(4)[0].second));
}

TEST_F(CheckpointTest, DamagedBestEpochGoesBackToTheCheckpointBefore) {
  {
    auto here = store();
    save(here, 1, 1);
    save(here, 2, 2, true);
  }
  damage(at_ / "model-00000002.safetensors");
  auto again = store();
  EXPECT_EQ(loaded(again, 1), 1);
  EXPECT_FALSE(again.has_best());
}

TEST_F(CheckpointTest, OtherSettingsAreRefusedByName) {
  store(0.001).save({{}, model(1), optimizer(1)});
  try {
    store(0.01).load(model(1), optimizer(1));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::Conflict);
    EXPECT_THAT(error.what(), HasSubstr("learning_rate was 0.001 and is 0.01"));
    EXPECT_THAT(error.what(), HasSubstr("start a job with a new name"));
  }
}

TEST_F(CheckpointTest, OfAnotherModelIsNotUsed) {
  store().save({{}, model(1), optimizer(1)});
  auto again = store();
  EXPECT_FALSE(again.load(std::vector<NamedTensor>{{"model.weight", at::zeros({2, 4})}}, {}));
  EXPECT_THAT(again.damaged(), HasSubstr("damaged"));
}

TEST_F(CheckpointTest, FingerprintCanBeReadAlone) {
  EXPECT_FALSE(CheckpointStore::peek_fingerprint(at_));
  store(0.5).save({{}, model(1), optimizer(1)});
  EXPECT_EQ(CheckpointStore::peek_fingerprint(at_), fingerprint(0.5));
}

}  // namespace
}  // namespace sempurna
