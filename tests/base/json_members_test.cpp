#include "base/json_members.h"

#include <gtest/gtest.h>

#include <array>

#include "support/expect_error.h"

namespace sempurna {

enum class Colour { Red, Blue };
constexpr std::array<std::string_view, 2> names_of(Colour) {
  return {"red", "blue"};
}

struct Corner {
  double x = 0;
  std::optional<double> weight;
};
template <typename Visitor, Of<Corner> C>
void members(Visitor& v, C& c) {
  v("x", c.x);
  v("weight", c.weight);
}

struct Size {
  int64_t times = 0;
  uint64_t bytes = 0;
};
template <typename Visitor, Of<Size> S>
void members(Visitor& v, S& s) {
  v.given("times", s.times);
  v("bytes", s.bytes);
}

struct Shape {
  std::string name;
  Colour colour = Colour::Red;
  bool closed = false;
  Size size;
  std::vector<Corner> corners;
  Named<std::string> notes;
  Named<std::optional<double>> others;
};
template <typename Visitor, Of<Shape> S>
void members(Visitor& v, S& s) {
  v("name", s.name);
  v("colour", s.colour);
  v("closed", s.closed);
  v("size", s.size);
  v.given("corners", s.corners);
  v.given("notes", s.notes);
  v.rest(s.others);
}

namespace {

const char* const kWhole = R"({"name":"a","colour":"blue","closed":true,)"
                           R"("size":{"times":3,"bytes":9},)"
                           R"("corners":[{"x":1.5,"weight":null},{"x":2.0,"weight":0.5}],)"
                           R"("notes":{"z":"1","b":"2"},"area":4.5,"edge":null})";

TEST(JsonMembers, AreWrittenAsTheyWereRead) {
  const Json json = parse_json(kWhole, "a shape");
  const auto shape = from_json<Shape>(json, "a shape");
  EXPECT_EQ(shape.colour, Colour::Blue);
  EXPECT_EQ(shape.size.times, 3);
  EXPECT_EQ(shape.corners.at(1).weight, 0.5);
  EXPECT_EQ(shape.notes.at(0).first, "z");  // in the order of the file
  EXPECT_EQ(shape.others.size(), 2U);
  EXPECT_EQ(to_json(shape).dump(), kWhole);
}

TEST(JsonMembers, MayBeMissing) {
  const Json none = parse_json(R"({"name": null, "unknown": [1]})", "a shape");
  const auto shape = from_json<Shape>(none, "a shape");
  EXPECT_EQ(to_json(shape).dump(),
            R"({"name":"","colour":"red","closed":false,"size":{"bytes":0}})");
}

TEST(JsonMembers, AreNamedWhenTheyAreWrong) {
  const std::array<std::pair<const char*, const char*>, 10> cases = {{
      {R"([])", "a shape: the whole must be an object"},
      {R"({"name": 1})", "a shape: its member \"name\" must be text"},
      {R"({"closed": 1})", "its member \"closed\" must be true or false"},
      {R"({"colour": "green"})", "its member \"colour\" must be one of red, blue"},
      {R"({"size": 1})", "its member \"size\" must be an object"},
      {R"({"size": {"times": -1}})", "\"size.times\" must be a whole number from 0 to 10^15"},
      {R"({"size": {"bytes": 1.5}})", "\"size.bytes\" must be a whole number"},
      {R"({"corners": {}})", "its member \"corners\" must be a list"},
      {R"({"corners": [{"x": 1}, {"x": "1"}]})", "\"corners[1].x\" must be a number"},
      {R"({"notes": {"a": 1}})", "\"notes.a\" must be text"},
  }};
  for (const auto& [text, message] : cases) {
    const Json json = parse_json(text, "a shape");
    expect_error(Code::DataCorrupt, message, [&] { from_json<Shape>(json, "a shape"); });
  }
}

}  // namespace
}  // namespace sempurna
