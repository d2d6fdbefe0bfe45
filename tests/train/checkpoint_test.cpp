#include "train/checkpoint.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "train/fingerprint.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

Json fingerprint(double learning_rate = 0.001) {
  Fingerprint f;
  f.hyperparameters.learning_rate = learning_rate;
  return f.to_json();
}

std::vector<NamedTensor> tensors(double value) {
  return {{"model.weight", at::full({2, 3}, value)},
          {"model.count", at::full({}, static_cast<int64_t>(value), at::kLong)},
          {"momentum.weight", at::full({2, 3}, value / 3)}};
}

void damage(const fs::path& file) {
  std::string content = read_file(file);
  content[content.size() / 2] ^= 1;
  std::ofstream(file, std::ios::binary) << content;
}

class CheckpointTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  fs::path at_ = folder_.path() / "checkpoints";
};

TEST_F(CheckpointTest, RestoresExactly) {
  CheckpointStore(at_, fingerprint()).save({{"sum", 0.1 + 0.2}, {"step", 7}}, tensors(5));
  const auto into = tensors(0);
  CheckpointStore again(at_, fingerprint());
  const auto state = again.load(into);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->at("sum").get<double>(), 0.1 + 0.2);
  EXPECT_EQ(state->at("step"), 7);
  for (size_t k = 0; k < into.size(); ++k) {
    EXPECT_TRUE(at::equal(into[k].second, tensors(5)[k].second)) << into[k].first;
  }
}

TEST_F(CheckpointTest, NothingSavedIsNothing) {
  EXPECT_FALSE(CheckpointStore(at_, fingerprint()).load(tensors(0)));
}

TEST_F(CheckpointTest, DamagedOneIsPassedOverForTheOneBefore) {
  for (const char* file : {"tensors.safetensors", "state.json"}) {
    fs::remove_all(at_);
    CheckpointStore store(at_, fingerprint());
    store.save({{"step", 1}}, tensors(1));
    store.save({{"step", 2}}, tensors(2));
    damage(at_ / "00000002" / file);
    const auto into = tensors(0);
    CheckpointStore again(at_, fingerprint());
    const auto state = again.load(into);
    ASSERT_TRUE(state) << file;
    EXPECT_EQ(state->at("step"), 1);
    EXPECT_TRUE(at::equal(into[0].second, tensors(1)[0].second));
    EXPECT_THAT(again.damaged(), HasSubstr("00000002 is damaged"));
  }
}

TEST_F(CheckpointTest, HalfWrittenOneIsNotSeen) {
  CheckpointStore store(at_, fingerprint());
  store.save({{"step", 1}}, tensors(1));
  fs::create_directories(at_ / "00000002.partial");
  std::ofstream(at_ / "00000002.partial" / "tensors.safetensors") << "half";
  CheckpointStore again(at_, fingerprint());
  EXPECT_EQ(again.load(tensors(0))->at("step"), 1);
  again.save({{"step", 2}}, tensors(2));
  EXPECT_EQ(CheckpointStore(at_, fingerprint()).load(tensors(0))->at("step"), 2);
  EXPECT_FALSE(fs::exists(at_ / "00000002.partial"));
}

TEST_F(CheckpointTest, TwoAreKept) {
  CheckpointStore store(at_, fingerprint());
  for (int step = 1; step <= 5; ++step) store.save({{"step", step}}, tensors(step));
  EXPECT_FALSE(fs::exists(at_ / "00000003"));
  EXPECT_TRUE(fs::exists(at_ / "00000004"));
  EXPECT_TRUE(fs::exists(at_ / "00000005"));
}

TEST_F(CheckpointTest, BestEpochTravelsWithTheCheckpointThatNamesIt) {
  CheckpointStore store(at_, fingerprint());
  const auto model = tensors(3);
  store.save_best(0, model);
  store.save({{"step", 1}}, tensors(4));
  store.save({{"step", 2}}, tensors(5));
  store.save_best(1, tensors(6));
  // Killed here: the checkpoint still names the first.
  const auto into = tensors(0);
  CheckpointStore again(at_, fingerprint());
  ASSERT_TRUE(again.load(into));
  ASSERT_TRUE(again.has_best());
  again.load_best(into);
  EXPECT_TRUE(at::equal(into[0].second, model[0].second));
  again.save_best(2, tensors(7));
  for (int step = 3; step <= 5; ++step) again.save({{"step", step}}, tensors(step));
  EXPECT_FALSE(fs::exists(at_ / "best-1.safetensors"));
  EXPECT_FALSE(fs::exists(at_ / "best-2.safetensors"));
  EXPECT_TRUE(fs::exists(at_ / "best-3.safetensors"));
}

TEST_F(CheckpointTest, DamagedBestEpochGoesBackToTheCheckpointBefore) {
  CheckpointStore store(at_, fingerprint());
  store.save({{"step", 1}}, tensors(1));
  store.save_best(0, tensors(3));
  store.save({{"step", 2}}, tensors(4));
  damage(at_ / "best-1.safetensors");
  CheckpointStore again(at_, fingerprint());
  const auto state = again.load(tensors(0));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->at("step"), 1);
  EXPECT_FALSE(again.has_best());
}

TEST_F(CheckpointTest, OtherSettingsAreRefusedByName) {
  CheckpointStore(at_, fingerprint(0.001)).save({}, tensors(1));
  try {
    CheckpointStore(at_, fingerprint(0.01)).load(tensors(0));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::Conflict);
    EXPECT_THAT(error.what(), HasSubstr("learning_rate was 0.001 and is 0.01"));
    EXPECT_THAT(error.what(), HasSubstr("start a job with a new name"));
  }
}

TEST_F(CheckpointTest, OfAnotherModelIsNotUsed) {
  CheckpointStore(at_, fingerprint()).save({}, tensors(1));
  CheckpointStore again(at_, fingerprint());
  EXPECT_FALSE(again.load(std::vector<NamedTensor>{{"model.weight", at::zeros({2, 4})}}));
  EXPECT_THAT(again.damaged(), HasSubstr("damaged"));
}

TEST_F(CheckpointTest, FingerprintCanBeReadAlone) {
  EXPECT_FALSE(CheckpointStore::peek_fingerprint(at_));
  CheckpointStore(at_, fingerprint(0.5)).save({}, tensors(1));
  EXPECT_EQ(CheckpointStore::peek_fingerprint(at_), fingerprint(0.5));
}

}  // namespace
}  // namespace sempurna
