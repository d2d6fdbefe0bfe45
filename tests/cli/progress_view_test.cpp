#include "cli/progress_view.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

const std::string kFacts = "epoch 2/5  step 12/100  loss 0.412";

TEST(BarLine, ShowsHowFarItIs) {
  EXPECT_EQ(bar_line("training", 0.5, kFacts, 120),
            "training   [============            ] " + kFacts);
  EXPECT_EQ(bar_line("training", 7, "x", 120), "training   [========================] x");
}

TEST(BarLine, IsShorterWhereTheFactsNeedTheRoom) {
  const std::string line = bar_line("training", 0.5, kFacts, 60);
  EXPECT_EQ(line, "training   [======      ] " + kFacts);
  EXPECT_LE(line.size(), 60U);
}

TEST(BarLine, IsAPercentageWhereThereIsNoRoom) {
  EXPECT_EQ(bar_line("training", 0.5, kFacts, 50), "training 50 %  " + kFacts);
  EXPECT_EQ(bar_line("training", 0.5, kFacts, 20), "training 50 %  epoch");
}

TEST(ProgressView, WritesPlainLinesWhereThereIsNoTerminal) {
  ProgressView view(ProgressView::Style::Lines);
  testing::internal::CaptureStderr();
  view.show({{"event", "phase"}, {"message", "Checking the data"}});
  view.show({{"event", "step"},
             {"phase", "training"},
             {"epoch", 1},
             {"epochs", 3},
             {"loss", 0.25},
             {"items_per_second", 4.25},
             {"eta_seconds", 80}});
  // Within five seconds of the last.
  view.show({{"event", "step"}, {"phase", "training"}});
  view.show({{"event", "epoch"}, {"message", "Epoch 1/3 - loss: 0.2 loss=0.2"}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "Checking the data\n"
            "training  epoch 1/3  loss 0.250  4.2/s  1 min 20 s left\n"
            "Epoch 1/3 - loss: 0.2\n");
}

TEST(ProgressView, DrawsTheBarAnewAndTakesItAway) {
  testing::internal::CaptureStderr();
  {
    ProgressView view(ProgressView::Style::Bar);
    view.show({{"event", "step"}, {"phase", "training"}, {"total_step", 1}, {"total_steps", 2}});
    view.line("a line above");
  }
  const std::string drawn = "\r\x1b[2Ktraining   [============            ] ";
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            drawn + "\r\x1b[2Ka line above\n" + drawn + "\r\x1b[2K");
}

TEST(ProgressView, OfAQuietJobSaysNothing) {
  testing::internal::CaptureStderr();
  ProgressView view(ProgressView::Style::Silent);
  view.line("a line");
  view.show({{"event", "step"}, {"phase", "training"}});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace sempurna
