#include "api/sempurna/page_of_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna::own {
namespace {

std::vector<WrongAnswer> items() {
  std::vector<WrongAnswer> made;
  for (int64_t row = 1; row <= 20; ++row) {
    WrongAnswer item;
    item.file = "data.csv";
    item.row = row;
    made.push_back(item);
  }
  return made;
}

std::vector<int64_t> rows_of(const std::string& order) {
  std::vector<WrongAnswer> all = items();
  put_in_order(all, order);
  std::vector<int64_t> rows;
  for (const WrongAnswer& item : all) rows.push_back(item.row);
  return rows;
}

TEST(PageOfItems, HasThemInTheOrderThatWasAskedFor) {
  const std::vector<int64_t> worst = rows_of("Worst");
  std::vector<int64_t> best = rows_of("Best");
  std::ranges::reverse(best);
  EXPECT_EQ(best, worst);
  const std::vector<int64_t> any = rows_of("Random");
  EXPECT_NE(any, worst);
  EXPECT_EQ(any, rows_of("Random"));
  EXPECT_THAT(any, testing::UnorderedElementsAreArray(worst));
  expect_error(Code::InvalidArgument, "Order is Worst, Best or Random, not 'worst'",
               [] { rows_of("worst"); });
}

TEST(PageOfItems, GoesOnWhereTheLastEnded) {
  EXPECT_EQ(ItemsPlace::of_text("", 3).offset, 0U);
  EXPECT_EQ(ItemsPlace::of_text((ItemsPlace{3, 24}).text(), 3).offset, 24U);
  for (const char* text : {"3", "3.", ".4", "3.x", "3.-1", "x"}) {
    expect_error(Code::InvalidArgument, "NextToken is not one that this server gave",
                 [&] { ItemsPlace::of_text(text, 3); });
  }
  expect_error(Code::InvalidArgument,
               "The items are of epoch 4 by now, those before were of epoch 3",
               [] { ItemsPlace::of_text("3.24", 4); });
}

}  // namespace
}  // namespace sempurna::own
