#include "cli/table.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(Table, KeepsARowOnItsLine) {
  EXPECT_EQ(table({"class", "n>"}, {{"new\nline\x1b[2J", "1"}, {"b", "20"}}),
            "class              n\nnew\\nline\\x1b[2J   1\nb                 20\n");
}

TEST(Table, AlignsColumnsByCharactersNotBytes) {
  EXPECT_EQ(table({"id", "size>"}, {{"é", "1"}, {"long", "23"}}),
            "id    size\né        1\nlong    23\n");
}

TEST(Table, LeavesOutItsLastColumnsWhereThereIsNoRoom) {
  const std::vector<std::string> head = {"id", "state", "size>"};
  const std::vector<std::vector<std::string>> rows = {{"long-name", "ready", "23"}};
  EXPECT_EQ(fitting_table(head, rows, 22), table(head, rows));
  EXPECT_EQ(fitting_table(head, rows, 21), "id         state\nlong-name  ready\n");
  EXPECT_EQ(fitting_table(head, rows, 5), "id         state\nlong-name  ready\n");
  EXPECT_EQ(fitting_table(head, rows, std::nullopt), table(head, rows));
}

TEST(Table, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("aa bb cc", 2, 7), "  aa bb\n  cc\n");
}

}  // namespace
}  // namespace sempurna
