#include "base/number.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "base/error.h"
#include "base/fields.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(Number, IsTheWholeText) {
  EXPECT_EQ(read_number<int64_t>("-12"), -12);
  EXPECT_EQ(read_number<uint16_t>("65535"), 65535);
  EXPECT_EQ(read_number<double>("-2.5e3"), -2500);
}

TEST(Number, ThatHasSomethingMoreIsNone) {
  for (const char* text :
       {"", " 1", "1 ", "+1", "1abc", "0x1", "1,5", "--1", "- 1", "1\n", "\xc2\xb2"}) {
    EXPECT_FALSE(read_number<int64_t>(text)) << "'" << text << "'";
    EXPECT_FALSE(read_number<double>(text)) << "'" << text << "'";
  }
  EXPECT_FALSE(read_number<int64_t>("1.5"));
  EXPECT_FALSE(read_number<uint64_t>("-1"));
}

TEST(Number, BeyondItsTypeIsNone) {
  EXPECT_FALSE(read_number<uint16_t>("65536"));
  EXPECT_FALSE(read_number<int64_t>("9223372036854775808"));
  for (const char* text : {"inf", "-inf", "nan", "NaN", "infinity", "1e999"}) {
    EXPECT_FALSE(read_number<double>(text)) << text;
  }
}

TEST(Number, OfAFieldMayHaveAPlusButNoTwoSigns) {
  Field field;
  field.name = "epochs";
  field.type = Field::Type::Integer;
  EXPECT_EQ(parse_integer(field, " \"+5\" "), 5);
  for (const char* text : {"+-5", "++5", "-+5", "5 5", "+", ""}) {
    expect_error(Code::InvalidArgument, "hyperparameter epochs is",
                 [&] { parse_integer(field, text); });
  }
}

}  // namespace
}  // namespace sempurna
