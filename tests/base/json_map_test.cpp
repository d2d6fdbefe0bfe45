#include "base/json_map.h"

#include <gtest/gtest.h>

#include <string>

#include "base/files.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(JsonMap, ReadsAnObjectOfManyMembersAtOnce) {
  std::string text = "{";
  for (int i = 0; i < 300'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  text.back() = '}';
  EXPECT_EQ(parse_json_map(text, "vocab.json").size(), 300'000U);
}

TEST(JsonMap, NamesWhatIsWrong) {
  expect_error(Code::DataCorrupt, "x.json is not valid JSON at byte 4",
               [] { parse_json_map("[1,]", "x.json"); });
  expect_error(Code::DataCorrupt, "x.json is nested more than 3 levels deep",
               [] { parse_json_map("[[[[1]]]]", "x.json", 3); });
  expect_error(Code::DataCorrupt, "is nested more than 200 levels deep",
               [] { parse_json_map(std::string(1'000'000, '['), "x.json"); });
}

TEST(JsonMap, ReadsAFileOfAReasonableSize) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "x.json";
  write_file_atomic(file, R"({"a": [1]})");
  EXPECT_EQ(read_json_map(file).at("a").at(0), 1);
  expect_error(Code::DataCorrupt, file.string() + " is nested more than 1 levels deep",
               [&] { read_json_map(file, 1); });
  fs::resize_file(file, (64 << 20) + 1);
  expect_error(Code::ResourceLimit, file.string() + " is larger than 64 MiB",
               [&] { read_json_map(file); });
}

}  // namespace
}  // namespace sempurna
