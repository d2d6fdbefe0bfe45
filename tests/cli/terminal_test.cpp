#include "cli/terminal.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "cli/table.h"

namespace sempurna {
namespace {

class Terminal : public testing::Test {
 protected:
  void SetUp() override {
    winsize size{};
    size.ws_row = 24;
    size.ws_col = 40;
    ASSERT_EQ(::openpty(&master_, &terminal_, nullptr, nullptr, &size), 0);
  }
  void TearDown() override {
    ::close(master_);
    ::close(terminal_);
  }

  int master_ = -1;
  int terminal_ = -1;
};

TEST_F(Terminal, TellsItsColumnsAndAPipeNone) {
  EXPECT_EQ(terminal_columns(terminal_), 40u);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_EQ(terminal_columns(ends[1]), std::nullopt);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_F(Terminal, OfAWidthThatCannotBeMeantIsNotFollowed) {
  winsize size{};
  ASSERT_EQ(::ioctl(terminal_, TIOCSWINSZ, &size), 0);
  EXPECT_EQ(terminal_columns(terminal_), std::nullopt);
}

TEST_F(Terminal, BoundsTheWidthOfSentences) {
  std::fflush(stdout);
  const int before = ::dup(STDOUT_FILENO);
  ASSERT_GE(::dup2(terminal_, STDOUT_FILENO), 0);
  const size_t narrow = reading_width();
  ::dup2(before, STDOUT_FILENO);
  ::close(before);
  EXPECT_EQ(narrow, 40u);
}

}  // namespace
}  // namespace sempurna
