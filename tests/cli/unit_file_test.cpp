#include "cli/unit_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace sempurna {
namespace {

using testing::HasSubstr;

TEST(UnitFile, NamesTheProgramWhateverThePrefixIs) {
  EXPECT_THAT(unit_file("/usr/local"),
              HasSubstr("\nExecStart=\"/usr/local/bin/sempurna\" serve --data-dir"));
  EXPECT_THAT(unit_file("/opt/my tools"), HasSubstr("=\"/opt/my tools/bin/sempurna\" serve"));
  EXPECT_THAT(unit_file("/opt/100%$x\"y\\z"),
              HasSubstr(R"(="/opt/100%%$$x\"y\\z/bin/sempurna" serve)"));
}

TEST(UnitFile, TellsTheServerAloneToEnd) {
  EXPECT_THAT(unit_file("/usr/local"), HasSubstr("\nKillMode=mixed\n"));
}

TEST(UnitFile, LeavesNoMoreOpenThanItMust) {
  if (std::system("systemd-analyze security --help > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "systemd-analyze is not here";
  }
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "sempurna.service";
  write_file_atomic(file, unit_file("/usr/local"));
  // Exposure is from 0 to 10; --threshold counts tenths.
  const std::string command =
      "systemd-analyze security --offline=true --threshold=20 " + file.string() + " > /dev/null";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace sempurna
