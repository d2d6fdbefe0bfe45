#include "jobs/log_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

std::vector<LogLine> log(const std::vector<std::string>& texts) {
  std::vector<LogLine> lines;
  for (const auto& text : texts) {
    lines.push_back({0, 0, Time(std::chrono::seconds(lines.size() + 1)), text});
  }
  return lines;
}

TEST(LogMetrics, AreTheLastThatWereSaid) {
  const auto metrics = log_metrics(
      log({"epoch 1 - loss: 0.5 - val_accuracy: 0.25", "epoch 2 - loss: 1e-3 - val_accuracy: nan",
           "epoch 3 - loss: -0.125", "nothing"}),
      {{"loss", "loss: ([0-9.e+-]+)"},
       {"accuracy", "val_accuracy: (\\S+)"},
       {"epoch", "^epoch ([0-9]+) - (.*)"},
       {"none", "f1: ([0-9.]+)"},
       {"word", "(nothing)"}});
  ASSERT_EQ(metrics.size(), 3u);
  EXPECT_EQ(metrics[0].name, "loss");
  EXPECT_EQ(metrics[0].value, -0.125);
  EXPECT_EQ(metrics[0].time, Time(std::chrono::seconds(3)));
  // What is no number says nothing.
  EXPECT_EQ(metrics[1].value, 0.25);
  EXPECT_EQ(metrics[1].time, Time(std::chrono::seconds(1)));
  EXPECT_EQ(metrics[2].value, 3);
  const auto again = read_log_metrics(to_json(metrics));
  ASSERT_EQ(again.size(), 3u);
  EXPECT_EQ(again[2].name, "epoch");
  EXPECT_EQ(again[2].time, metrics[2].time);
  expect_error(Code::DataCorrupt, "a job's metrics is damaged", [] {
    read_log_metrics({{{"name", 1}}});
  });
}

TEST(LogMetrics, AnExpressionThatCannotBeUsedSaysWhy) {
  EXPECT_FALSE(fault_of({"a", "a=([0-9]+)"}));
  EXPECT_THAT(fault_of({"a", "a=([0-9]+"}).value(), HasSubstr("missing )"));
  EXPECT_THAT(fault_of({"a", "a=[0-9]+"}).value(), HasSubstr("has no group for the value"));
  EXPECT_THAT(fault_of({"a", "(?=a)([0-9]+)"}).value(), HasSubstr("(?="));
  EXPECT_TRUE(fault_of({"a", "(a{1000}){1000}"}));
  EXPECT_TRUE(log_metrics(log({"a=1"}), {{"a", "a=("}}).empty());
}

// Time is in proportion to the line, whatever is asked for.
TEST(LogMetrics, NoExpressionTakesForEver) {
  const auto metrics = log_metrics(log({std::string(100'000, 'a')}), {{"a", "((a+)+)+b([0-9]+)"}});
  EXPECT_TRUE(metrics.empty());
}

}  // namespace
}  // namespace sempurna
