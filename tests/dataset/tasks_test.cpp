#include "dataset/tasks.h"

#include <gtest/gtest.h>

#include "catalog/tasks.h"
#include "dataset/picture_folder.h"

namespace sempurna {
namespace {

TEST(TaskData, EachIsDeclaredWhole) {
  for (const TaskFacts& facts : tasks()) {
    SCOPED_TRACE(facts.kind);
    const TaskData& data = data_of(facts.task);
    EXPECT_NE(data.check, nullptr);
    EXPECT_NE(data.judge_by, nullptr);
    EXPECT_NE(data.has_classes, nullptr);
    EXPECT_NE(data.inputs, nullptr);
    EXPECT_NE(data.input_of_line, nullptr);
  }
}

TEST(TaskData, ACheckCountsTheFitItemsOfEachChannel) {
  const TemporaryFolder folder;
  const auto at = [&](const std::string& below) { return (folder.path() / below).string(); };
  put(at("t/data.csv"), "0,bad\n1,good\n1,fine\n1,\n");
  put(at("test.csv"), "1,lovely\n");
  CheckOptions options;
  options.on_bad_data = OnBadData::Skip;
  const auto outcome =
      data_of(Task::TextClassification).check({at("t"), "", at("test.csv")}, options);
  ASSERT_EQ(outcome.channels.size(), 2U);
  EXPECT_EQ(outcome.channels[0].name, "training");
  EXPECT_EQ(outcome.channels[0].classes, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(outcome.channels[0].counts, (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(outcome.channels[1].name, "test");
  EXPECT_EQ(outcome.channels[1].counts, (std::vector<int64_t>{0, 1}));
}

TEST(TaskData, AChannelThatCannotBeReadIsAFindingAndHasNoCounts) {
  for (const TaskFacts& facts : tasks()) {
    const auto outcome = data_of(facts.task).check({"/nowhere", "", ""}, {});
    EXPECT_TRUE(outcome.channels.empty()) << facts.kind;
    EXPECT_TRUE(has_errors(outcome.findings)) << facts.kind;
  }
}

}  // namespace
}  // namespace sempurna
