#include "train/run_size.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

RunSize small_run() {
  RunSize size;
  size.parameters = 3'500'000;
  size.trained_parameters = 3'500'000;
  size.classes = 2;
  size.training_items = 400;
  size.epochs = 3;
  size.steps = 300;
  return size;
}

TEST(WordsOfRunSize, SayWhatIsTrainedAndOnWhat) {
  RunSize size = small_run();
  EXPECT_EQ(words(size), "3.5 million parameters, on 400 examples, 3 epochs, 300 steps");
  size.trained_parameters = 42'000;
  size.validation_items = 100;
  size.epochs = 1;
  EXPECT_EQ(words(size),
            "3.5 million parameters, 1.2 % of them trained, on 400 examples (100 more for "
            "validation), 1 epoch, 300 steps");
  size.trained_parameters = 514;
  EXPECT_EQ(words(size),
            "3.5 million parameters, 514 of them trained, on 400 examples (100 more for "
            "validation), 1 epoch, 300 steps");
}

TEST(WordsOfRunSize, LeaveOutTheStepsOfTheSolver) {
  RunSize size = small_run();
  size.solved = true;
  EXPECT_EQ(words(size), "3.5 million parameters, on 400 examples, 3 epochs");
}

TEST(WordsOfRunSize, LeaveOutTheBiasOfAModelOfWordsAlone) {
  RunSize size = small_run();
  size.parameters = size.trained_parameters = size.classes;
  EXPECT_EQ(words(size), "400 examples, 3 epochs, 300 steps");
}

}  // namespace
}  // namespace sempurna
