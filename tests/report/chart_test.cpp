#include "report/chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::Not;

const Wording kWords(ReportLanguage::English);

Chart one_line(std::vector<std::optional<double>> values) {
  return {"Loss", {{"validation", "validation", std::move(values)}}, 0, false};
}

TEST(ChartTicks, AreRoundNumbersAroundTheValues) {
  const ChartTicks ticks = chart_ticks(0.62, 0.95);
  EXPECT_DOUBLE_EQ(ticks.step, 0.1);
  EXPECT_DOUBLE_EQ(ticks.first, 0.6);
  EXPECT_DOUBLE_EQ(ticks.last(), 1.0);
  EXPECT_EQ(ticks.decimals, 1);
}

TEST(ChartTicks, CoverAnyRangeWithFewLines) {
  const double ranges[][2] = {{0, 1},        {0.999, 1},  {-3, 7},      {1e-7, 2e-7},
                              {1e20, 1e21},  {0, 0},      {0.5, 0.5},   {-1e99, 1e99},
                              {1e99, 1e99},  {0, 5e-324}, {12, 12.001}, {1e15, 1e15 + 1},
                              {0.25, 0.3125}};
  for (const auto& [low, high] : ranges) {
    const ChartTicks ticks = chart_ticks(low, high);
    EXPECT_GE(ticks.count, 2) << low << " " << high;
    EXPECT_LE(ticks.count, 12) << low << " " << high;
    EXPECT_TRUE(std::isfinite(ticks.first) && ticks.step > 0) << low << " " << high;
    const double hair = 1e-6 * ticks.step;
    EXPECT_LE(ticks.first, low + hair) << low << " " << high;
    EXPECT_GE(ticks.last(), high - hair) << low << " " << high;
  }
}

TEST(ChartTicks, OfSharesEndAtNoneAndAll) {
  EXPECT_DOUBLE_EQ(chart_ticks(1, 1, true).last(), 1.0);
  EXPECT_LT(chart_ticks(1, 1, true).first, 1.0);
  EXPECT_DOUBLE_EQ(chart_ticks(0, 0, true).first, 0.0);
  EXPECT_GT(chart_ticks(0, 0, true).last(), 0.0);
  EXPECT_GT(chart_ticks(1, 1).last(), 1.0) << "a loss may well be more";
}

TEST(Chart, DrawsALineWithNumberedAxes) {
  const std::string html = draw_chart(one_line({0.8, 0.6, 0.5}), kWords);
  EXPECT_THAT(html, HasSubstr("<path class=\"line validation\" d=\"M54.0 "));
  EXPECT_THAT(html, HasSubstr("aria-label=\"Loss, validation by epoch, from 0.8000 to 0.5000. \""));
  EXPECT_THAT(html, HasSubstr(">0.7</text>"));
  EXPECT_THAT(html, HasSubstr(">3</text>"));
  EXPECT_THAT(html, HasSubstr("<title>validation, epoch 2: 0.6000</title>"));
}

TEST(Chart, MarksTheBestEpochOnTheLastLineThatHasIt) {
  Chart chart = one_line({0.8, 0.6, 0.5});
  chart.best_epoch = 3;
  EXPECT_THAT(draw_chart(chart, kWords), HasSubstr("text-anchor=\"end\">Best epoch 3</text>"));
  EXPECT_THAT(draw_chart(chart, kWords), HasSubstr("class=\"ring\" cx=\"426.0\""));
  chart.best_epoch = 4;
  EXPECT_THAT(draw_chart(chart, kWords), Not(HasSubstr("ring")));
}

TEST(Chart, LeavesGapsWhereThereIsNoValue) {
  const double infinity = std::numeric_limits<double>::max();
  const std::string html = draw_chart(one_line({0.8, std::nullopt, 0.5, infinity, 0.4}), kWords);
  EXPECT_THAT(html, testing::ContainsRegex("d=\"M[0-9. ]+M[0-9. ]+M[0-9. ]+\""));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
  EXPECT_THAT(html, Not(HasSubstr("inf")));
}

TEST(Chart, OfOneEpochIsAPointInTheMiddle) {
  EXPECT_THAT(draw_chart(one_line({0.8}), kWords), HasSubstr("cx=\"240.0\""));
}

TEST(Chart, OfManyEpochsNumbersOnlySomeAndDrawsNoDots) {
  const std::string html =
      draw_chart(one_line(std::vector<std::optional<double>>(1000, 0.5)), kWords);
  EXPECT_THAT(html, HasSubstr(">200</text>"));
  EXPECT_THAT(html, Not(HasSubstr(">201</text>")));
  EXPECT_THAT(html, Not(HasSubstr("<circle")));
}

TEST(Chart, OfNothingIsEmpty) {
  EXPECT_EQ(draw_chart(one_line({}), kWords), "");
  EXPECT_EQ(draw_chart(one_line({std::nullopt}), kWords), "");
}

}  // namespace
}  // namespace sempurna
