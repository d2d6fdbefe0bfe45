#include "run/worked_time.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

double seconds_of(const std::string& lines) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "progress.jsonl", lines);
  return worked_seconds(folder.path() / "progress.jsonl");
}

TEST(WorkedTime, SumsThePartsButNotTheTimeBetweenThem) {
  EXPECT_DOUBLE_EQ(seconds_of(R"({"time": 100, "event": "start"}
{"time": 107.5, "event": "step"}
{"time": 5000, "event": "start"}
{"time": 5001, "event": "phase"}
{"time": 5002, "event": "error"}
)"),
                   9.5);
}

TEST(WorkedTime, NothingAndBrokenLinesCountForNothing) {
  EXPECT_EQ(worked_seconds("/nowhere/progress.jsonl"), 0);
  EXPECT_EQ(seconds_of(""), 0);
  EXPECT_EQ(seconds_of("{\"time\": 100, \"event\": \"start\"}\n"), 0);
  EXPECT_DOUBLE_EQ(seconds_of(R"({"time": 100, "event": "start"}
{"time": "noon", "event": "step"}
{"event": 3}
{"time": 90, "event": "step"}
{"time": 104, "event": "step"}
{"time": 300, "eve)"),
                   4);
}

}  // namespace
}  // namespace sempurna
