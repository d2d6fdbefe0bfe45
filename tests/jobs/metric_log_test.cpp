#include "jobs/metric_log.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sempurna {
namespace {

constexpr int64_t kBegin = 1'767'323'040;  // of a minute

Time at(int64_t seconds) {
  return Time(std::chrono::seconds(kBegin + seconds));
}

class MetricLogTest : public testing::Test {
 protected:
  std::vector<MetricPoint> read(const char* name, Time from = Time{}, Time to = Time::max()) {
    return read_metric(folder_.path(), name, from, to);
  }
  std::string text() const { return read_file(folder_.path() / "metrics.jsonl"); }

  TemporaryFolder folder_;
};

TEST_F(MetricLogTest, KeepsMinutes) {
  MetricLog log(folder_.path());
  log.add(at(1), {{"a", 1}, {"b", 10}});
  log.add(at(59), {{"a", 3}});
  log.write_finished(at(59));
  EXPECT_TRUE(read("a").empty());
  log.add(at(60), {{"a", 5}});
  log.write_finished(at(61));
  ASSERT_EQ(read("a").size(), 1u);
  EXPECT_EQ(read("a")[0].time, at(0));
  EXPECT_EQ(read("a")[0].values.sum(), 4);
  EXPECT_EQ(read("b")[0].values.sum(), 10);
  log.write_all();
  // What comes to a minute that was written is of it too.
  log.add(at(70), {{"a", 6}});
  log.write_all();
  ASSERT_EQ(read("a").size(), 2u);
  EXPECT_EQ(read("a")[1].values.count(), 2);
  EXPECT_EQ(read("b").size(), 1u);
  EXPECT_TRUE(read("c").empty());
}

TEST_F(MetricLogTest, WritesWhatIsLeftWhenItGoes) {
  { MetricLog(folder_.path()).add(at(0), {{"a", 1}}); }
  EXPECT_EQ(text(), "{\"time\":1767323040000,\"a\":1.0}\n");
  // Into no folder that is gone.
  MetricLog(folder_.path() / "gone").add(at(0), {{"a", 1}});
  EXPECT_FALSE(fs::exists(folder_.path() / "gone"));
}

TEST_F(MetricLogTest, ATimeSpanIsFoundWhereverItLies) {
  {
    MetricLog log(folder_.path());
    for (int minute = 0; minute < 100; ++minute) {
      log.add(at(60 * minute), {{"a", minute}});
      if (minute % 3 == 0) log.add(at(60 * minute), {{"rare", minute}});
    }
  }
  for (int from = 0; from <= 100; ++from) {
    const auto points = read("a", at(60 * from), at(60 * (from + 10)));
    ASSERT_EQ(points.size(), static_cast<size_t>(std::min(10, 100 - from))) << from;
    EXPECT_TRUE(points.empty() || points[0].values.sum() == from) << from;
    EXPECT_EQ(has_metric_since(folder_.path(), "a", at(60 * from)), from < 100);
  }
  EXPECT_EQ(read("a", at(1), at(60)).size(), 0u);
  EXPECT_TRUE(has_metric_since(folder_.path(), "rare", at(60 * 99)));
  EXPECT_FALSE(has_metric_since(folder_.path(), "rar", Time{}));
}

TEST_F(MetricLogTest, ALineThatIsNotWholeCostsNoOther) {
  { MetricLog(folder_.path()).add(at(0), {{"a", 1}}); }
  const std::string whole = text();
  write_file_atomic(folder_.path() / "metrics.jsonl", whole + "{\"time\":17");
  EXPECT_EQ(read("a", at(0)).size(), 1u);
  MetricLog log(folder_.path());
  EXPECT_EQ(text(), whole);
  log.add(at(60), {{"a", 2}});
  log.write_all();
  EXPECT_EQ(read("a", at(0)).size(), 2u);
}

TEST_F(MetricLogTest, DamageIsPassedOver) {
  write_file_atomic(folder_.path() / "metrics.jsonl",
                    "{\"time\":1767323040000,\"a\":1}\n{\"time\":1767323040000,\"a\":}\n"
                    "{\"time\":1767323040000,\"a\":\"1\"}\n{\"time\":1767323100000,\"a\":2}\n");
  ASSERT_EQ(read("a").size(), 2u);
  EXPECT_EQ(read("a")[0].values.sum(), 1);
}

TEST_F(MetricLogTest, WhatIsOlderThan15DaysGoes) {
  MetricLog log(folder_.path());
  log.add(at(0), {{"a", 1}});
  log.write_all();
  constexpr int64_t kDay = 24 * 3600;
  log.add(at(14 * kDay), {{"a", 2}});
  log.write_all();
  EXPECT_EQ(read("a").size(), 2u);
  log.add(at(16 * kDay), {{"a", 3}});
  log.write_all();
  ASSERT_EQ(read("a").size(), 2u);
  EXPECT_EQ(read("a")[0].values.sum(), 2);
}

TEST_F(MetricLogTest, TheOlderHalfOfTooMuchGoes) {
  std::string lines;
  const std::string fill(1 << 20, 'x');
  for (int k = 0; k < 66; ++k) {
    lines += fmt::format("{{\"time\":{},\"a\":{},\"{}\":0}}\n", (kBegin + 60 * k) * 1000, k, fill);
  }
  write_file_atomic(folder_.path() / "metrics.jsonl", lines);
  MetricLog log(folder_.path());
  log.add(at(60 * 66), {{"a", 66}});
  log.write_all();
  const auto points = read("a");
  EXPECT_LT(fs::file_size(folder_.path() / "metrics.jsonl"), lines.size() * 2 / 3);
  ASSERT_FALSE(points.empty());
  EXPECT_EQ(points.back().values.sum(), 66);
  EXPECT_EQ(points.size(), 67 - static_cast<size_t>(points.front().values.sum()));
}

}  // namespace
}  // namespace sempurna
