#include "base/json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

std::string message_of(std::string_view text) {
  try {
    parse_json(text, "x.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "parsed";
}

TEST(ParseJson, KeepsTheOrderOfMembers) {
  EXPECT_EQ(to_line(parse_json(R"({"b":1,"a":[2]})", "x")), R"({"b":1,"a":[2]})");
}

TEST(ParseJson, SaysLineAndColumn) {
  EXPECT_EQ(message_of("{\n  \"a\": ]\n}"), "x.json is not valid JSON: line 2, column 8");
  EXPECT_EQ(message_of(""), "x.json is not valid JSON: line 1, column 0");
}

TEST(ParseJson, RefusesWhatIsTooDeepToDestroy) {
  EXPECT_EQ(message_of(std::string(100000, '[')), "x.json is nested more than 200 levels deep");
}

TEST(ParseJson, RefusesAMemberGivenTwice) {
  EXPECT_EQ(message_of(R"({"a":1,"b":{"c":[{"d":1,"d":2}]}})"),
            "x.json has the member b.c.d twice; give it once");
  EXPECT_EQ(message_of(R"({"a":1,"\u0061":1})"), "x.json has the member a twice; give it once");
  EXPECT_EQ(message_of(R"({"a":{"a":[{"a":1},{"a":1}]},"A":1})"), "parsed");
}

TEST(ParseJson, RefusesMoreMembersThanAreSoughtInTime) {
  std::string text = "{";
  for (int k = 0; k <= 50'000; ++k) text += fmt::format("\"{}\":0,", k);
  text.back() = '}';
  EXPECT_EQ(message_of(text), "x.json has an object of more than 50000 members");
}

TEST(ParseJson, ReplacesInvalidUtf8WhenWriting) {
  EXPECT_EQ(to_line(Json("\xff")), "\"\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace sempurna
