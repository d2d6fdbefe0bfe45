#include "run/progress_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/files.h"

namespace sempurna {
namespace {

void append(const fs::path& file, std::string_view text) {
  std::ofstream(file, std::ios::app | std::ios::binary) << text;
}

TEST(ProgressReader, GivesWholeLinesOnlyAndEachOnce) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "progress.jsonl";
  ProgressReader reader(file, false);
  EXPECT_TRUE(reader.next().empty());
  append(file, "{\"event\":\"phase\"}\n{\"event\":");
  EXPECT_EQ(reader.next().size(), 1U);
  append(file, "\"step\"}\n");
  const auto events = reader.next();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["event"], "step");
}

TEST(ProgressReader, PassesOverAHalfWrittenLineAndStartsAtTheEndAfterAResume) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "progress.jsonl";
  append(file, "{\"event\":\"old\"}\n{\"eve");
  ProgressReader reader(file, true);
  EXPECT_TRUE(reader.next().empty());
  fs::resize_file(file, 16);
  EXPECT_TRUE(reader.next().empty());
  append(file, "garbage\n[1]\n{\"event\":\"new\"}\n");
  const auto events = reader.next();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["event"], "new");
}

}  // namespace
}  // namespace sempurna
