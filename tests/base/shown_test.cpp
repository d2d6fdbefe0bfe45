#include "base/shown.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

using namespace std::string_view_literals;

TEST(Shown, WritesOutWhatATerminalWouldObey) {
  EXPECT_EQ(shown("\x1b[31mred"), "\\x1b[31mred");
  EXPECT_EQ(shown("new\nline\ttab\rback"), "new\\nline\\ttab\\rback");
  EXPECT_EQ(shown("a\0b\x07"sv), "a\\x00b\\x07");
  EXPECT_EQ(shown("\x7f"), "\\u007f");
  EXPECT_EQ(shown("\u009b31m"), "\\u009b31m");
  EXPECT_EQ(shown("\u202egpj.exe\u2066"), "\\u202egpj.exe\\u2066");
  // A bare C1 byte and an overlong escape are no UTF-8, but some terminals obey them.
  EXPECT_EQ(shown("\x9b"
                  "31m\xc0\x9b\xe0\x80\x9b"),
            "\\x9b31m\\xc0\\x9b\\xe0\\x80\\x9b");
}

TEST(Shown, LeavesAllElseAsItIs) {
  const auto text = "caf\u00e9 \u65e5\u672c \U0001F44D %s%n{} \u00a0"sv;
  EXPECT_EQ(shown(text), text);
  EXPECT_EQ(shown_lines("a\nb\n"), "a\nb\n");
  EXPECT_EQ(shown(""), "");
}

// Whatever the command line prints goes through say() and tell().
TEST(Shown, IsHowTheCommandLinePrints) {
  size_t files = 0;
  for (const char* module : {"cli", "predict"}) {
    for (const auto& entry : fs::directory_iterator(source_tree() / "src" / module)) {
      const std::string source = read_file(entry.path());
      for (const char* other :
           {"fmt::print(", "std::cout", "std::cerr", "std::fputs(", "std::puts(", "std::printf("}) {
        EXPECT_EQ(source.find(other), std::string::npos) << entry.path() << ": " << other;
      }
      ++files;
    }
  }
  EXPECT_GT(files, 30u);
}

}  // namespace
}  // namespace sempurna
