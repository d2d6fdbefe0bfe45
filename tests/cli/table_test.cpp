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

TEST(Table, WritesSizesCountsAndDurations) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(14'190'000), "14.2 MB");
  EXPECT_EQ(size_text(999'900), "1.00 MB");
  EXPECT_EQ(count_text(3'504'872), "3.50 M");
  EXPECT_EQ(count_text(110'000'000), "110 M");
  EXPECT_EQ(duration_text(4.25), "4.2 s");
  EXPECT_EQ(duration_text(59.6), "1 min 0 s");
  EXPECT_EQ(duration_text(7500), "2 h 5 min");
}

}  // namespace
}  // namespace sempurna
