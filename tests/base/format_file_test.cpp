#include "base/format_file.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(FormatFile, IsMadeAndReadAgain) {
  const TemporaryFolder folder;
  open_format(folder.path(), 2);
  EXPECT_EQ(read_file(folder.path() / "format"), "2\n");
  open_format(folder.path(), 3);
  EXPECT_EQ(read_file(folder.path() / "format"), "2\n");
}

TEST(FormatFile, OfALaterVersionIsRefused) {
  const TemporaryFolder folder;
  open_format(folder.path(), 2);
  expect_error(Code::Conflict, "(format 2, this one knows 1)",
               [&] { open_format(folder.path(), 1); });
}

TEST(FormatFile, ThatIsNoNumberIsDamage) {
  const TemporaryFolder folder;
  for (const char* text : {"", "\n", "0\n", "-1\n", "1abc\n", " 1\n", "1\n1\n"}) {
    write_file_atomic(folder.path() / "format", text);
    expect_error(Code::DataCorrupt, "does not hold the number of a format",
                 [&] { open_format(folder.path(), 1); });
  }
}

}  // namespace
}  // namespace sempurna
