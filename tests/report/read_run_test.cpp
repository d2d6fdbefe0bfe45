#include "report/read_run.h"

#include <gtest/gtest.h>

#include <limits>

#include "report/sample.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(ReadRun, ReadsEveryMember) {
  const ShownRun run = read_run(sample_run());
  EXPECT_EQ(run.model_id, "pytorch-ic-mobilenet-v2");
  EXPECT_EQ(run.trained_parameters, 3843);
  EXPECT_EQ(run.best_epoch, 2);
  ASSERT_EQ(run.history.size(), 3U);
  EXPECT_EQ(metric(run.history[1], "val_loss"), 0.55);
  ASSERT_EQ(run.evaluations.size(), 2U);
  // The file has them the other way round.
  EXPECT_EQ(run.evaluations[0].name, "test");
  EXPECT_EQ(run.evaluations[1].confusion[1], (std::vector<int64_t>{1, 4, 1}));
  EXPECT_EQ(run.evaluations[1].classes[2].predicted, 5);
  EXPECT_EQ(run.evaluations[1].errors[0].predicted_probability, 0.9731);
  EXPECT_EQ(run.balance[2].name, "test");
  EXPECT_EQ(run.findings[0].remedy, "Add pictures of this class");
  EXPECT_EQ(run.settings[1], (std::pair<std::string, std::string>{"learning_rate", "0.001"}));
}

TEST(ReadRun, NeedsNoMember) {
  const ShownRun run = read_run(Json::object());
  EXPECT_TRUE(run.evaluations.empty());
  EXPECT_EQ(run.language, ReportLanguage::English);
}

TEST(ReadRun, TakesNumbersThatAreNoneForNone) {
  Json json = sample_run();
  json["evaluations"][0]["metrics"]["loss"] = nullptr;
  json["evaluations"][0]["majority_baseline"] = std::numeric_limits<double>::quiet_NaN();
  json["history"][0]["loss"] = std::numeric_limits<double>::infinity();
  const ShownRun run = read_run(json);
  EXPECT_EQ(metric(run.evaluations[1].metrics, "loss"), std::nullopt);
  EXPECT_EQ(run.evaluations[1].majority_baseline, std::nullopt);
  EXPECT_EQ(metric(run.history[0], "loss"), std::nullopt);
}

struct Wrong {
  const char* at;  ///< a JSON pointer
  Json value;
  const char* message;
};

TEST(ReadRun, NamesTheMemberThatIsWrong) {
  const Wrong cases[] = {
      {"/labels", "daisy", "its member \"labels\" must be a list"},
      {"/labels/1", 7, "its member \"labels[1]\" must be text"},
      {"/best_epoch", -1, "\"best_epoch\" must be a whole number from 0 to 10^12"},
      {"/best_epoch", 2.5, "\"best_epoch\" must be a whole number"},
      {"/parameters", std::numeric_limits<uint64_t>::max(), "\"parameters\" must be a whole"},
      {"/binary_mode", "no", "\"binary_mode\" must be true or false"},
      {"/history/1", 3, "\"history[1]\" must be an object"},
      {"/evaluations/0/confusion/1/2", 1e30, "\"evaluations[0].confusion[1][2]\" must be a whole"},
      {"/evaluations/1/confusion", Json::array({Json::array({1})}),
       "\"evaluations[1].confusion\" must be 3 rows of 3 counts, one for each label"},
      {"/evaluations/0/confusion/2", Json::array({1, 2}), "must be 3 rows of 3 counts"},
      {"/evaluations/0/worst_errors/0/text", Json::array(), "worst_errors[0].text\" must be text"},
      {"/evaluations/0/worst_errors/0/label_probability", "high", "must be a number"},
      {"/class_balance/test", Json::array({1, 2}),
       "\"class_balance.test\" must be a list of 3 counts, one for each label"},
      {"/class_balance", Json::array(), "\"class_balance\" must be an object"},
      {"/settings/epochs", 3, "\"settings.epochs\" must be text"},
      {"", Json::array(), "the whole must be an object"},
  };
  for (const auto& wrong : cases) {
    Json json = sample_run();
    json[Json::json_pointer(wrong.at)] = wrong.value;
    expect_error(Code::DataCorrupt, wrong.message, [&] { read_run(json); });
  }
}

TEST(ReadRun, KnowsTwoLanguages) {
  Json json = sample_run();
  json["language"] = "nl";
  expect_error(Code::InvalidArgument, "choose one of en, id", [&] { read_run(json); });
}

}  // namespace
}  // namespace sempurna
