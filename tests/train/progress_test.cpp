#include "train/progress.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace sempurna {
namespace {

std::vector<Json> lines(const fs::path& file) {
  std::istringstream in(read_file(file));
  std::vector<Json> all;
  for (std::string line; std::getline(in, line);) all.push_back(parse_json(line, "line"));
  return all;
}

TEST(Progress, WritesOneObjectALineAtOnce) {
  const TemporaryFolder folder;
  Progress progress(folder.path() / "progress.jsonl");
  progress.phase("training");
  progress.write("finding", {{"finding", {{"message", "a\nb"}}}});
  const auto all = lines(folder.path() / "progress.jsonl");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].at("event"), "phase");
  EXPECT_EQ(all[0].at("phase"), "training");
  EXPECT_GT(all[0].at("time"), 1.6e9);
  EXPECT_EQ(all[1].at("finding").at("message"), "a\nb");
}

TEST(Progress, AppendsAfterCuttingAnUnfinishedLine) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "progress.jsonl";
  std::ofstream(file) << "{\"event\":\"phase\"}\n{\"event\":\"st";
  Progress progress(file);
  progress.phase("resumed");
  const auto all = lines(file);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].at("phase"), "resumed");
}

TEST(Progress, WritesAtMostFiveStepsASecondAndTheLast) {
  const TemporaryFolder folder;
  Progress progress(folder.path() / "progress.jsonl");
  for (int64_t k = 1; k <= 1000; ++k) {
    progress.step({.phase = "training", .epoch = 1, .epochs = 1, .step = k, .steps = 1000});
  }
  const auto all = lines(folder.path() / "progress.jsonl");
  EXPECT_GE(all.size(), 2u);
  EXPECT_LE(all.size(), 20u);
  EXPECT_EQ(all.back().at("step"), 1000);
}

TEST(Progress, NumbersThatJsonCannotHoldAreNull) {
  const TemporaryFolder folder;
  Progress progress(folder.path() / "progress.jsonl");
  progress.step({.phase = "training", .step = 1, .steps = 1, .total_steps = 1, .loss = NAN});
  const auto all = lines(folder.path() / "progress.jsonl");
  EXPECT_TRUE(all[0].at("loss").is_null());
  EXPECT_TRUE(all[0].at("eta_seconds").is_null());
}

}  // namespace
}  // namespace sempurna
