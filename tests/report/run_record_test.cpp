#include "report/run_record.h"

#include <gtest/gtest.h>

#include <limits>

#include "report/sample.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

RunRecord read(const Json& json) {
  return read_record(json, "evaluation.json");
}

TEST(RunRecord, ReadsEveryMember) {
  const RunRecord run = read(sample_run());
  EXPECT_EQ(run.parent.model_id, "pytorch-ic-mobilenet-v2");
  EXPECT_EQ(run.model.trained_parameters, 3843);
  EXPECT_EQ(run.best_epoch, 2);
  ASSERT_EQ(run.history.size(), 3U);
  EXPECT_EQ(figure(run.best()->figures, "val_loss"), 0.55);
  ASSERT_EQ(run.evaluations.size(), 2U);
  EXPECT_EQ(run.evaluations[0].confusion[1], (std::vector<int64_t>{1, 4, 1}));
  EXPECT_EQ(run.evaluations[0].classes[2].predicted, 5);
  EXPECT_EQ(run.evaluations[0].worst_errors[0].predicted_probability, 0.9731);
  EXPECT_EQ(run.evaluation("test")->examples, 1200);
  EXPECT_EQ(run.evaluation("training"), nullptr);
  EXPECT_EQ(run.data.test, (std::vector<int64_t>{450, 400, 350}));
  EXPECT_EQ(run.findings[0].remedy, "Add pictures of this class");
  EXPECT_EQ(run.setting("learning_rate"), "0.001");
  EXPECT_EQ(run.setting("none"), "");
  EXPECT_EQ(run.chosen_by(), "val_accuracy");
  EXPECT_FALSE(run.binary_mode());
}

TEST(RunRecord, IsWrittenAsItIsRead) {
  for (const Json& json : {sample_run(), sample_texts()}) {
    const Json written = to_json(read(json));
    EXPECT_EQ(written.at("history"), json.at("history"));
    EXPECT_EQ(to_json(read(written)), written);
  }
}

TEST(RunRecord, InBriefTellsOfNoSingleExample) {
  const Json json = to_json(brief(read(sample_run())));
  EXPECT_FALSE(json.contains("findings"));
  const Json validation = {{"name", "validation"},
                           {"examples", 20},
                           {"majority_baseline", 0.4},
                           {"metrics", {{"loss", 0.55}, {"accuracy", 0.8}, {"macro_f1", 0.79}}}};
  EXPECT_EQ(json.at("evaluations").at(0), validation);
  EXPECT_EQ(json.at("data"), to_json(read(sample_run())).at("data"));
}

TEST(RunRecord, NeedsNoMember) {
  const RunRecord run = read(Json::object());
  EXPECT_TRUE(run.evaluations.empty());
  EXPECT_EQ(run.best(), nullptr);
  EXPECT_EQ(run.chosen_by(), "");
}

TEST(RunRecord, TakesNumbersThatAreNoneForNone) {
  Json json = sample_run();
  json["evaluations"][0]["metrics"]["loss"] = nullptr;
  json["evaluations"][0]["majority_baseline"] = std::numeric_limits<double>::quiet_NaN();
  json["history"][0]["loss"] = std::numeric_limits<double>::infinity();
  const RunRecord run = read(json);
  EXPECT_EQ(figure(run.evaluations[0].metrics, "loss"), std::nullopt);
  EXPECT_EQ(run.evaluations[0].majority_baseline, std::nullopt);
  EXPECT_EQ(figure(run.history[0].figures, "loss"), std::nullopt);
}

TEST(RunRecord, OfAResultHasWhatTheMachineSays) {
  RunResult result;
  result.record = brief(read(sample_run()));
  result.message = "Epoch 2 of 3 is kept";
  result.advice = {"Try --epochs 10."};
  result.forecast = {0.5, 1.5, 1000, 2000};
  result.actual = {1, 0.75, 900};
  const auto again = from_json<RunResult>(to_json(result), "the result");
  EXPECT_EQ(to_json(again), to_json(result));
  EXPECT_EQ(again.actual.memory_bytes, 900U);
  EXPECT_EQ(again.record.best_epoch, 2);
}

struct Wrong {
  const char* at;  ///< a JSON pointer
  Json value;
  const char* message;
};

TEST(RunRecord, NamesTheMemberThatIsWrong) {
  const Wrong cases[] = {
      {"/data/labels", "daisy", "evaluation.json: its member \"data.labels\" must be a list"},
      {"/data/labels/1", 7, "its member \"data.labels[1]\" must be text"},
      {"/best_epoch", -1, "\"best_epoch\" must be a whole number from 0 to 10^15"},
      {"/best_epoch", 2.5, "\"best_epoch\" must be a whole number"},
      {"/model/parameters", std::numeric_limits<uint64_t>::max(),
       "\"model.parameters\" must be a whole"},
      {"/parent/fine_tuned_before", "no", "\"parent.fine_tuned_before\" must be true or false"},
      {"/history/1", 3, "\"history[1]\" must be an object"},
      {"/evaluations/0/confusion/1/2", 1e30, "\"evaluations[0].confusion[1][2]\" must be a whole"},
      {"/evaluations/1/confusion", Json::array({Json::array({1})}),
       "\"evaluations[1].confusion\" must be 3 rows of 3 counts, one for each label"},
      {"/evaluations/0/confusion/2", Json::array({1, 2}), "must be 3 rows of 3 counts"},
      {"/evaluations/0/worst_errors/0/text", Json::array(), "worst_errors[0].text\" must be text"},
      {"/evaluations/0/worst_errors/0/label_probability", "high", "must be a number"},
      {"/findings/0/severity", "grave",
       "\"findings[0].severity\" must be one of error, warning, fact"},
      {"/data/test", Json::array({1, 2}),
       "\"data.test\" must be a list of 3 counts, one for each label"},
      {"/data", Json::array(), "\"data\" must be an object"},
      {"/hyperparameters/epochs", 3, "\"hyperparameters.epochs\" must be text"},
      {"", Json::array(), "the whole must be an object"},
  };
  for (const auto& wrong : cases) {
    Json json = sample_run();
    json[Json::json_pointer(wrong.at)] = wrong.value;
    expect_error(Code::DataCorrupt, wrong.message, [&] { read(json); });
  }
}

}  // namespace
}  // namespace sempurna
