#include "cli/progress_view.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

const std::string kFacts = "epoch 2/5  step 12/100  loss 0.412";
const std::vector<Fact> kThree = {{"epoch 2/5", 6}, {"step 12/100", 2}, {"loss 0.412", 3}};

TEST(BarLine, ShowsHowFarItIs) {
  EXPECT_EQ(bar_line("training", 0.5, kThree, 120),
            "training   [============            ] " + kFacts);
  EXPECT_EQ(bar_line("training", 7, {{"x", 1}}, 120), "training   [========================] x");
}

TEST(BarLine, IsShorterWhereTheFactsNeedTheRoom) {
  const std::string line = bar_line("training", 0.5, kThree, 60);
  EXPECT_EQ(line, "training   [======      ] " + kFacts);
  EXPECT_LE(line.size(), 60U);
}

TEST(BarLine, IsAPercentageAndTheWeightiestFactsWhereThereIsNoRoom) {
  EXPECT_EQ(bar_line("training", 0.5, kThree, 50), "training 50 %  " + kFacts);
  EXPECT_EQ(bar_line("training", 0.5, kThree, 40), "training 50 %  epoch 2/5  loss 0.412");
  EXPECT_EQ(bar_line("training", 0.5, kThree, 30), "training 50 %  epoch 2/5");
  EXPECT_EQ(bar_line("training", 0.5, kThree, 20), "training 50 %  epoch");
}

TEST(BarLine, OfSixtyColumnsSaysHowLongItWillTake) {
  const std::vector<Fact> all = {{"epoch 1/6", 6},      {"step 1/4", 2}, {"loss 1.939", 3},
                                 {"accuracy 0.250", 4}, {"164/s", 1},    {"1 min 20 s left", 5}};
  EXPECT_EQ(bar_line("training", 0.04, all, 59),
            "training 4 %  epoch 1/6  accuracy 0.250  1 min 20 s left");
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
