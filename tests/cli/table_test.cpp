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

TEST(Table, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("aa bb cc", 2, 7), "  aa bb\n  cc\n");
}

}  // namespace
}  // namespace sempurna
