#include "report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "base/error.h"
#include "catalog/tasks.h"
#include "report/sample.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::Not;

size_t count(const std::string& text, const std::string& part) {
  size_t found = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

// Every tag closed by its own, and nothing outside tags that could begin one.
void expect_well_formed(const std::string& html) {
  static const std::regex kTag(
      R"(<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*(/?)>)");
  static const std::string kVoid = " br img meta ";
  const size_t style = html.find("<style>");
  const size_t style_end = html.find("</style>");
  ASSERT_NE(style, std::string::npos);
  const std::string page = html.substr(0, style) + html.substr(style_end + 8);
  std::vector<std::string> open;
  std::string between;
  auto at = page.cbegin();
  for (std::sregex_iterator it(page.begin(), page.end(), kTag), end; it != end; ++it) {
    between.append(at, it->prefix().second);
    at = (*it)[0].second;
    const std::string name = (*it)[2];
    if ((*it)[1].length() > 0) {
      ASSERT_FALSE(open.empty()) << name;
      ASSERT_EQ(open.back(), name);
      open.pop_back();
    } else if ((*it)[4].length() == 0 && kVoid.find(" " + name + " ") == std::string::npos) {
      open.push_back(name);
    }
  }
  between.append(at, page.cend());
  EXPECT_TRUE(open.empty()) << open.back();
  EXPECT_EQ(between.find_first_of("<>"), between.find("<!DOCTYPE html>"));
  EXPECT_EQ(count(between, "<"), 1U);
}

// What could make a browser fetch or run something.
void expect_alone(const std::string& html) {
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<link")));
  EXPECT_THAT(html, Not(HasSubstr("<iframe")));
  EXPECT_THAT(html, Not(HasSubstr("@import")));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, Not(HasSubstr("href=")));
  EXPECT_EQ(count(html, " src=\""), count(html, " src=\"data:image/jpeg;base64,"));
}

ReportOptions with_pictures() {
  ReportOptions options;
  options.picture = [](const std::string& channel, const std::string& file) {
    EXPECT_EQ(channel, "training");
    EXPECT_EQ(file, "rose/3.jpg");
    return sample_jpeg(320, 240);
  };
  return options;
}

TEST(Report, SaysWhichRunItIsOfAndHowTheForecastCameOut) {
  ReportOptions options;
  EXPECT_THAT(render(sample_run(), options), Not(HasSubstr("This run")));
  options.circumstances = {"first", 1764331200,    72,          {{"training", "s3://b/<flowers>"}},
                           "0.1.0", {{0.75, 1.3}}, 520'400'000, 562'000'000};
  const std::string html = render(sample_run(), options);
  expect_well_formed(html);
  for (const char* shown :
       {"first", "2025-11-28 12:00 UTC", "1 min 12 s (forecast: 45 s to 1 min 18 s)",
        "520 MB (forecast: 562 MB)", "Where the training data lay", "s3://b/&lt;flowers&gt;",
        "Sempurna ", "0.1.0"}) {
    EXPECT_THAT(html, HasSubstr(shown));
  }
  Json indonesian = sample_run();
  indonesian["hyperparameters"]["report_language"] = "id";
  EXPECT_THAT(render(indonesian, options),
              HasSubstr("1 mnt 12 dtk (perkiraan: 45 dtk sampai 1 mnt 18 dtk)"));
}

TEST(Report, SaysWhichSettingsHadNoPartInASolvedLayer) {
  Json run = sample_run();
  EXPECT_THAT(render(run), Not(HasSubstr("had no part in it")));
  run["hyperparameters"]["optimizer"] = "lbfgs";
  EXPECT_THAT(render(run), HasSubstr("so these had no part in it: <code>learning_rate</code>"));
  run["hyperparameters"]["report_language"] = "id";
  EXPECT_THAT(render(run), HasSubstr("tidak berpengaruh"));
}

TEST(Report, NamesTheJobsThatItsParentComesFromAndTheLicence) {
  Json run = sample_run();
  run["lineage"] = {"card", "first", "second"};
  run["licence"] = "research use";
  const std::string html = render(run);
  EXPECT_THAT(html, HasSubstr("research use"));
  EXPECT_THAT(html, HasSubstr(" → "));
  run["lineage"] = {1};
  expect_error(Code::DataCorrupt, "lineage[0]", [&] { render(run); });
}

TEST(Report, HasEverySection) {
  const std::string html = render(sample_run(), with_pictures());
  for (const char* heading : {"Result", "Curves", "Confusion matrix", "Classes", "Worst errors",
                              "Class balance", "Findings in the data", "Settings"}) {
    EXPECT_THAT(html, HasSubstr("<h2>" + std::string(heading) + "</h2>"));
  }
  EXPECT_THAT(html, testing::StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
  expect_well_formed(html);
  expect_alone(html);
  EXPECT_THAT(html, Not(HasSubstr("http://")));
  EXPECT_THAT(html, Not(HasSubstr("https://")));
}

TEST(Report, PutsTheAccuracyBesideTheCommonestClass) {
  const std::string html = render(sample_run());
  EXPECT_THAT(html, HasSubstr("On the test data (1,200 examples), <b>90.0%</b> of the answers are "
                              "right. Always answering <bdi>daisy</bdi>, the commonest class in "
                              "training, would be right for <b>37.5%</b>. The model is clearly "
                              "better than that."));
  EXPECT_THAT(html, HasSubstr("lies between 88.2% and 91.6%"));
  EXPECT_THAT(html, HasSubstr("2,227,715, of which 3,843 trained"));
  EXPECT_THAT(html, HasSubstr("<dt>Macro F1</dt><dd>0.890</dd>"));
  EXPECT_THAT(html, HasSubstr("<dt>Best epoch</dt><dd>2 of 3</dd>"));
}

TEST(Report, SaysWhenTheModelIsNotClearlyBetter) {
  Json run = sample_run();
  run["evaluations"].erase(1);
  run["evaluations"][0]["majority_baseline"] = 0.7;
  EXPECT_THAT(render(run), HasSubstr("the model is not clearly better than that"));
  run["evaluations"][0]["majority_baseline"] = 0.99;
  EXPECT_THAT(render(run), HasSubstr("The model is worse than that"));
}

TEST(Report, NeverCallsAModelBetterThatASimpleOneBeats) {
  Json run = sample_run();
  Json& test = run["evaluations"][1];
  test["linear_baseline"] = 0.7;
  std::string html = render(run);
  EXPECT_THAT(html, HasSubstr("A linear model on colours and textures, fitted in seconds, is right "
                              "for <b>70.0%</b>. The model is clearly better than both."));
  EXPECT_THAT(html, HasSubstr("<dt>A simple linear model</dt><dd>70.0%</dd>"));
  test["linear_baseline"] = 0.89;
  html = render(run);
  EXPECT_THAT(html, HasSubstr("not clearly better than the better of the two"));
  run["task"] = "text-classification";
  test["linear_baseline"] = 0.95;
  html = render(run);
  EXPECT_THAT(html, HasSubstr("A linear model on words and pairs of words"));
  EXPECT_THAT(html, HasSubstr("The model is worse than the better of the two."));
  EXPECT_THAT(html, Not(HasSubstr("clearly better than")));
  run["task"] = "a task to come";
  html = render(run);
  EXPECT_THAT(html, HasSubstr("<dd><bdi>a task to come</bdi></dd>"));
  EXPECT_THAT(html, HasSubstr("A linear model on simple features"));
}

TEST(Report, TheTaskAndItsFeaturesAreNamedInTheReportsLanguage) {
  for (const TaskFacts& facts : tasks()) {
    Json run = sample_run();
    run["task"] = name(facts.task);
    run["hyperparameters"]["report_language"] = "id";
    run["evaluations"][1]["linear_baseline"] = 0.7;
    const std::string html = render(run);
    EXPECT_THAT(html, HasSubstr(std::string(facts.title.indonesian)));
    EXPECT_THAT(html, HasSubstr("Model linear atas " + std::string(facts.features.indonesian)));
  }
}

TEST(Report, ARowOfAFileIsNotTakenForAPicture) {
  Json run = sample_run();
  Json& error = run["evaluations"][0]["worst_errors"][0];
  error["file"] = "data.csv";
  error["row"] = 7;
  ReportOptions options;
  options.picture = [](const std::string&, const std::string&) -> std::optional<std::string> {
    ADD_FAILURE() << "asked for";
    return std::nullopt;
  };
  EXPECT_THAT(render(run, options), HasSubstr("<bdi>data.csv</bdi>, row 7"));
}

TEST(Report, ShadesTheMatrixByRow) {
  const std::string html = render(sample_run());
  EXPECT_THAT(html,
              HasSubstr("<td class=\"right strong\" style=\"--s:1.000\" title=\"daisy answered "
                        "as daisy: 8 (100%)\">8<small>100%</small></td>"));
  EXPECT_THAT(html, HasSubstr("Most often confused: <bdi>tulip</bdi> answered as <bdi>rose</bdi>, "
                              "60× (17.1% of the true class)."));
}

TEST(Report, ListsPairsWhenThereAreManyClasses) {
  Json run = sample_run();
  Json labels = Json::array();
  Json confusion = Json::array();
  Json classes = Json::array();
  for (int k = 0; k < 31; ++k) {
    labels.push_back(fmt::format("class {}", k));
    std::vector<int64_t> row(31);
    row[static_cast<size_t>(k)] = 10;
    confusion.push_back(row);
    classes.push_back({{"label", labels.back()},
                       {"examples", 10},
                       {"predicted", 10},
                       {"precision", 1 - 0.01 * k},
                       {"recall", 1},
                       {"f1", 1 - 0.01 * k}});
  }
  confusion[4][7] = 6;
  confusion[9][2] = 8;
  run["data"] = {{"labels", labels}};
  run["evaluations"].erase(1);
  run["evaluations"][0]["confusion"] = confusion;
  run["evaluations"][0]["classes"] = classes;
  const std::string html = render(run);
  expect_well_formed(html);
  EXPECT_THAT(html, Not(HasSubstr("<table class=\"matrix")));
  const size_t first = html.find(
      "<bdi>class 9</bdi></td><td class=\"name\"><bdi>class 2</bdi></td>"
      "<td>8</td><td>44.4%</td>");
  const size_t second = html.find("<bdi>class 4</bdi></td><td class=\"name\"><bdi>class 7</bdi>");
  EXPECT_LT(first, second);
  EXPECT_NE(second, std::string::npos);
  EXPECT_LT(html.find("class=\"name\"><bdi>class 30</bdi>"),
            html.find("class=\"name\"><bdi>class 29</bdi>"));
}

TEST(Report, ShowsWrongPicturesWithBothProbabilities) {
  const std::string html = render(sample_run(), with_pictures());
  EXPECT_EQ(count(html, "<img src=\"data:image/jpeg;base64,/9j/"), 1U);
  EXPECT_THAT(html, HasSubstr("alt=\"rose/3.jpg\""));
  EXPECT_THAT(html, HasSubstr("<dt>Answer</dt><dd><bdi>daisy</bdi></dd><dd>97.3%</dd>"));
  EXPECT_THAT(html, HasSubstr("<dt>Label</dt><dd><bdi>rose</bdi></dd><dd>1.2%</dd>"));
}

TEST(Report, SaysThatNothingWasWrongOnlyWhenItIsSo) {
  Json run = sample_run();
  EXPECT_THAT(render(run), Not(HasSubstr("No example was answered wrongly.")));
  run["evaluations"][1]["metrics"]["accuracy"] = 1;
  EXPECT_THAT(render(run), HasSubstr("No example was answered wrongly."));
}

TEST(Report, GoesOnWithoutAPictureThatCannotBeShown) {
  ReportOptions broken;
  broken.picture = [](const std::string&, const std::string&) { return "no picture"; };
  ReportOptions absent;
  absent.picture = [](const std::string&, const std::string&) { return std::nullopt; };
  ReportOptions gone;
  gone.picture = [](const std::string&, const std::string& file) -> std::optional<std::string> {
    throw Error(Code::NotFound, "there is no {}", file);
  };
  for (const auto& options : {broken, absent, gone, ReportOptions()}) {
    const std::string html = render(sample_run(), options);
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, HasSubstr("picture not shown"));
    expect_well_formed(html);
  }
}

TEST(Report, SpeaksIndonesianOfTextsInBinaryMode) {
  const std::string html = render(sample_texts());
  expect_well_formed(html);
  expect_alone(html);
  EXPECT_THAT(html, testing::StartsWith("<!DOCTYPE html>\n<html lang=\"id\">"));
  EXPECT_THAT(html, HasSubstr("Klasifikasi teks"));
  EXPECT_THAT(html, HasSubstr("Pada data validasi (10 contoh), <b>90,0%</b> jawaban model benar."));
  EXPECT_THAT(html, HasSubstr("murah &amp; bagus"));
  EXPECT_THAT(html, HasSubstr("baris 1.207"));
  EXPECT_THAT(html, HasSubstr("Luas ROC"));
  EXPECT_THAT(html, HasSubstr("dihitung untuk kelas <bdi>1</bdi>"));
  // Nothing is left in English but what the data and the check say.
  for (const char* english : {"Result", "Accuracy", "Class balance", "Worst errors", "Findings"}) {
    EXPECT_THAT(html, Not(HasSubstr(">" + std::string(english)))) << english;
  }
}

TEST(Report, LeavesOutWhatIsMissing) {
  Json run = sample_run();
  for (const char* member : {"evaluations", "data", "findings"}) {
    run.erase(member);
  }
  for (auto& epoch : run["history"]) {
    for (const char* name : {"val_loss", "val_accuracy", "val_macro_f1"}) epoch.erase(name);
  }
  const std::string html = render(run);
  expect_well_formed(html);
  EXPECT_THAT(html, HasSubstr("There were no held-out data, so nothing was measured."));
  EXPECT_THAT(html, HasSubstr("<dt>Epoch kept, the last</dt><dd>2 of 3</dd>"));
  EXPECT_THAT(html, Not(HasSubstr("line validation")));
  EXPECT_THAT(html, Not(HasSubstr("<h2>Confusion matrix</h2>")));
  expect_well_formed(render(Json::object()));
}

TEST(Report, HasADashWhereNothingWasCounted) {
  Json run = sample_run();
  run["evaluations"].erase(1);
  run["evaluations"][0]["examples"] = 0;
  for (auto& c : run["evaluations"][0]["classes"]) c["examples"] = c["predicted"] = 0;
  for (auto& row : run["evaluations"][0]["confusion"]) row = {0, 0, 0};
  const std::string html = render(run);
  expect_well_formed(html);
  EXPECT_THAT(html, HasSubstr("<td>–</td><td>–</td><td>–</td><td>0</td><td>0</td>"));
  EXPECT_THAT(html, HasSubstr("A dash stands where"));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(Report, GroupsFindingsByKind) {
  Json run = sample_run();
  for (int k = 0; k < 20; ++k) {
    run["findings"].push_back({{"severity", "warning"},
                               {"code", "repeated-item"},
                               {"file", fmt::format("rose/{}.jpg", k)},
                               {"row", k},
                               {"message", "the same picture as another"},
                               {"remedy", "Remove all but one"}});
  }
  const std::string html = render(run);
  EXPECT_EQ(count(html, "the same picture as another"), 6U);
  EXPECT_THAT(html, HasSubstr("and 14 more of this kind"));
  EXPECT_EQ(count(html, "Remove all but one."), 1U);
  EXPECT_THAT(html, HasSubstr("Repeated items <small>(20)</small>"));
  EXPECT_LT(html.find("Repeated items"), html.find("Examples by class"));  // facts come last
}

TEST(Report, IsNotHarmedByHostileNamesAndTexts) {
  const std::string hostile[] = {
      "</script><script>alert(1)</script>",
      "\" onerror=\"alert(1)",
      "'><img src=http://example.com/x.png>",
      "</style></title></main><!--",
      "&lt;b&gt;{0}{1}{}%s",
      std::string("nul\0esc\x1b[2J", 11),
      "\u202Egnp.exe\u2066",
      "\xff\xfe broken \xc3",
      std::string(100'000, 'W'),
      "]]>--></svg>",
      "",
  };
  for (const auto& bad : hostile) {
    for (Json run : {sample_run(), sample_texts()}) {
      run["data"]["labels"][1] = bad;
      run["parent"]["model_id"] = run["parent"]["model_type"] = run["task"] = run["precision"] =
          bad;
      run["hyperparameters"] = {{bad, bad}, {"eval_metric", bad}};
      run["findings"] = {{{"severity", "warning"},
                          {"code", bad},
                          {"file", bad},
                          {"row", 1},
                          {"message", bad},
                          {"remedy", bad}}};
      run["history"][0][bad] = 1;
      for (auto& e : run["evaluations"]) {
        e["name"] = bad;
        for (auto& c : e["classes"]) c["label"] = bad;
        for (auto& error : e["worst_errors"]) {
          error["file"] = error["label"] = error["predicted"] = error["channel"] = bad;
          if (error.contains("text")) error["text"] = bad;
        }
      }
      const std::string html = render(run);
      expect_well_formed(html);
      expect_alone(html);
      EXPECT_EQ(count(html, "<img"), 0U);
      EXPECT_LT(html.size(), 100'000U);
      EXPECT_EQ(html.find_first_of(std::string("\0\x1b\x7f", 3)), std::string::npos);
      EXPECT_EQ(html.find("\u202E"), std::string::npos);
      EXPECT_EQ(html.find('\xff'), std::string::npos);
    }
  }
}

TEST(Report, OfTheSameRunIsTheSameBytes) {
  EXPECT_EQ(render(sample_run(), with_pictures()), render(sample_run(), with_pictures()));
}

TEST(Report, RefusesWhatIsNoEvaluation) {
  expect_error(Code::DataCorrupt, "the whole must be an object", [] { render(Json::array()); });
}

TEST(Report, IsWrittenInOneStep) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "report.html";
  write_report(read_record(sample_run(), "the sample"), {}, file);
  EXPECT_EQ(read_file(file), render(sample_run()));
  RunRecord unknown;
  unknown.hyperparameters = {{"report_language", "nl"}};
  expect_error(Code::InvalidArgument, "choose one of en, id",
               [&] { write_report(unknown, {}, file); });
  EXPECT_EQ(read_file(file), render(sample_run()));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

}  // namespace
}  // namespace sempurna
