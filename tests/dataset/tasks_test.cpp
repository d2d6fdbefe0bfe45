#include "dataset/tasks.h"

#include <gtest/gtest.h>

#include "catalog/tasks.h"
#include "dataset/picture_folder.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(TaskData, EachIsDeclaredWhole) {
  for (const TaskFacts& facts : tasks()) {
    SCOPED_TRACE(facts.kind);
    const TaskData& data = data_of(facts.task);
    EXPECT_NE(data.check, nullptr);
    EXPECT_NE(data.check_model, nullptr);
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

TEST(TaskData, AModelsFilesAreCheckedWithoutItsWeights) {
  const TemporaryFolder folder;
  const auto write = [&](const char* name, const std::string& content) {
    write_file_atomic(folder.path() / name, content);
  };
  const auto check = [&](Task task) { data_of(task).check_model(folder.path()); };
  write("config.json", R"({"model_type": "bert", "vocab_size": 6})");
  expect_error(Code::NotFound, "tokenizer", [&] { check(Task::TextClassification); });
  write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\n");
  EXPECT_NO_THROW(check(Task::TextClassification));
  write("added_tokens.json", R"({"[HL]": 6})");
  const auto says =
      "the tokenizer's token \"[HL]\" has the id 6, but the model's embedding has rows "
      "for the ids 0 to 5 only";
  expect_error(Code::InvalidArgument, says, [&] { check(Task::TextClassification); });
  CheckOptions options;
  expect_error(Code::InvalidArgument, says,
               [&] { data_of(Task::TextClassification).judge_by(folder.path(), {}, options); });
  write("preprocessor_config.json", "[]");
  EXPECT_THROW(check(Task::ImageClassification), Error);
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
