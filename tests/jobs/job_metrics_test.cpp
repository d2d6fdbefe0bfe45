#include "jobs/job_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

using testing::ElementsAre;

class JobMetrics : public testing::Test {
 protected:
  JobMetrics() {
    record_.folder = root_.path();
    record_.request = to_json(TrainingRequest{});
  }

  void write(const std::string& progress) {
    write_file_atomic(JobFolder{root_.path()}.progress(), progress);
  }
  /// "name value seconds" of each.
  std::vector<std::string> found() const {
    std::vector<std::string> all;
    for (const LogMetric& metric : metrics_of(record_)) {
      all.push_back(
          fmt::format("{} {} {}", metric.name, metric.value,
                      static_cast<double>(metric.time.time_since_epoch().count()) / 1000));
    }
    return all;
  }

  TemporaryFolder root_;
  JobRecord record_{.folder = {}, .name = "job", .model = "card"};
};

TEST_F(JobMetrics, AreThoseOfEachEpoch) {
  EXPECT_TRUE(found().empty());
  write(R"({"time":1.5,"event":"step","epoch":1,"loss":9}
{"time":2.25,"event":"epoch","epoch":1,"learning_rate":0.5,"loss":2,"val_loss":null,"epochs":2,"message":"Epoch 1"}
{"time":3,"event":"epoch","epoch":2,"learning_rate":0.25,"loss":1,"val_loss":0.5,"epochs":2,"message":"x"}
{"time":4,"event":"epoch","epoch":3,"lo)");
  EXPECT_THAT(found(), ElementsAre("learning_rate 0.5 2.25", "loss 2 2.25", "learning_rate 0.25 3",
                                   "loss 1 3", "val_loss 0.5 3"));
}

TEST_F(JobMetrics, OfAnEpochThatWasRepeatedTheLastCounts) {
  write(R"({"time":1,"event":"epoch","epoch":1,"loss":2}
{"time":2,"event":"epoch","epoch":"damaged"}
{"time":5,"event":"epoch","epoch":1,"loss":3}
)");
  EXPECT_THAT(found(), ElementsAre("loss 3 5"));
}

TEST_F(JobMetrics, ThoseThatWereAskedForComeFromTheLog) {
  TrainingRequest request;
  request.metrics = {{"loss", "loss=([0-9.]+)"}, {"none", "none=([0-9]+)"}};
  record_.request = to_json(request);
  JobLog log(JobFolder{root_.path()});
  log.add("loss=4");
  log.note(Time(std::chrono::seconds(1)));
  log.add("loss=2");
  log.note(Time(std::chrono::seconds(2)));
  write("{\"time\":3,\"event\":\"epoch\",\"epoch\":1,\"loss\":7,\"accuracy\":0.5}\n");
  EXPECT_THAT(found(), ElementsAre("loss 4 1", "loss 2 2", "accuracy 0.5 3"));
}

TEST_F(JobMetrics, OfAJobWhoseFolderIsGoneAreNone) {
  record_.folder = root_.path() / "gone";
  EXPECT_TRUE(found().empty());
}

}  // namespace
}  // namespace sempurna
