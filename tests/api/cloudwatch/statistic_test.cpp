#include "api/cloudwatch/statistic.h"

#include <gtest/gtest.h>

namespace sempurna::cloudwatch {
namespace {

TEST(Statistic, IsWhatItsNameSays) {
  Distribution values(1);
  values.add(2);
  values.add(6);
  const auto of = [&](const char* name) { return Statistic::parse(name).value().of(values); };
  EXPECT_EQ(of("SampleCount"), 3);
  EXPECT_EQ(of("Sum"), 9);
  EXPECT_EQ(of("Average"), 3);
  EXPECT_EQ(of("Minimum"), 1);
  EXPECT_EQ(of("Maximum"), 6);
  EXPECT_EQ(of("p0"), 1);
  EXPECT_EQ(of("p50"), 2);
  EXPECT_EQ(of("p75.0"), 4);
  EXPECT_EQ(of("p100"), 6);
  EXPECT_TRUE(Statistic::parse("p99.9")->is_percentile());
  EXPECT_FALSE(Statistic::parse("Sum")->is_percentile());
  for (const char* none : {"", "p", "sum", "p101", "p-1", "p1e1", "p.5", "p5.", "p1.12345678901234",
                           "pinf", "tm90", "TM(10%:90%)", "IQM"}) {
    EXPECT_FALSE(Statistic::parse(none)) << none;
  }
}

}  // namespace
}  // namespace sempurna::cloudwatch
