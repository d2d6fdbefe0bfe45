#include "cli/compare_jobs.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using Row = std::vector<std::string>;

JobRecord job(const std::string& name, const Json& hyperparameters, JobState state) {
  JobRecord record;
  record.name = name;
  record.model = "sempurna-tc-small";
  record.request = {{"data", "texts"}, {"hyperparameters", hyperparameters}};
  record.changes = {{state, Time{}, ""}};
  return record;
}

TEST(CompareJobs, ShowsWhatIsNotTheSame) {
  const auto rows = comparison({job("one", {{"epochs", "3"}, {"seed", "1"}}, JobState::Training),
                                job("two", {{"epochs", "5"}, {"seed", "1"}}, JobState::Failed),
                                job("three", Json::object(), JobState::Failed)});
  EXPECT_EQ(rows, (std::vector<Row>{{"", "one", "two", "three"},
                                    {"state", "Training", "Failed", "Failed"},
                                    {"epochs", "3", "5", "-"},
                                    {"seed", "1", "1", "-"},
                                    {"best epoch", "-", "-", "-"},
                                    {"training time", "-", "-", "-"}}));
}

TEST(CompareJobs, OneAloneIsRefused) {
  expect_error(Code::InvalidArgument, "one job alone cannot be compared",
               [] { compare_jobs({"one"}, false); });
}

}  // namespace
}  // namespace sempurna
