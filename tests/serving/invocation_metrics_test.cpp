#include "serving/invocation_metrics.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

using namespace std::chrono_literals;
using enum ModelAnswer::Outcome;

TEST(InvocationMetrics, CountWhatBecameOfEachRequest) {
  const TemporaryFolder folder;
  const auto log = std::make_shared<MetricLog>(folder.path());
  const auto count = [&](ModelAnswer::Outcome outcome, long status) {
    EndpointAnswer answered{.variant = "all", .answer = {}, .took = 3ms, .metrics = log};
    answered.answer.outcome = outcome;
    answered.answer.status = status;
    count_invocation(answered, 5ms);
  };
  count(Answered, 200);
  count(Answered, 415);
  count(Answered, 500);
  count(TooSlow, 0);
  count(Gone, 0);
  log->write_all();
  const auto of = [&](std::string_view name) {
    Distribution all;
    for (const auto& point : read_metric(folder.path(), name, Time{}, Time::max())) {
      all.add(point.values);
    }
    return all;
  };
  EXPECT_EQ(of("Invocations").sum(), 5);
  EXPECT_EQ(of("Invocation4XXErrors").sum(), 1);
  EXPECT_EQ(of("Invocation4XXErrors").count(), 5);
  EXPECT_EQ(of("Invocation5XXErrors").sum(), 3);
  EXPECT_EQ(of("InvocationModelErrors").average(), 0.8);
  EXPECT_EQ(of("ModelLatency").count(), 4);
  EXPECT_EQ(of("ModelLatency").average(), 3000);
  EXPECT_EQ(of("OverheadLatency").average(), 2000);
}

}  // namespace
}  // namespace sempurna
