#include "train/tasks.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(TaskTraining, EachIsDeclaredWhole) {
  for (size_t k = 0; k < names_of(Task{}).size(); ++k) {
    const TaskTraining& training = training_of(static_cast<Task>(k));
    SCOPED_TRACE(names_of(Task{})[k]);
    EXPECT_NE(training.open, nullptr);
    EXPECT_NE(training.measured, nullptr);
    EXPECT_NE(training.reader, nullptr);
    EXPECT_NE(training.loss, nullptr);
    EXPECT_NE(training.files, nullptr);
    EXPECT_NE(training.examples, nullptr);
    EXPECT_NE(training.preview, nullptr);
    EXPECT_NE(training.sample, nullptr);
  }
}

}  // namespace
}  // namespace sempurna
