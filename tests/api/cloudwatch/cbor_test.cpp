#include "api/cloudwatch/cbor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/cloudwatch/error.h"

namespace sempurna::cloudwatch {
namespace {

using testing::HasSubstr;

/// "a1 61 61"
std::string bytes(std::string_view hex) {
  std::string all;
  for (size_t k = 0; k + 1 < hex.size(); k += 3) {
    all += static_cast<char>(std::stoi(std::string(hex.substr(k, 2)), nullptr, 16));
  }
  return all;
}

std::string why_not(const std::string& text) {
  try {
    read_cbor(text);
  } catch (const CloudWatchError& error) {
    EXPECT_EQ(error.code_name(), "MalformedInput");
    return error.what();
  }
  return "it was read";
}

// RFC 8949, appendix A.
TEST(Cbor, IsRead) {
  const std::pair<const char*, const char*> kExamples[] = {
      {"00", "0"},
      {"18 18", "24"},
      {"19 03 e8", "1000"},
      {"1b 00 00 00 e8 d4 a5 10 00", "1000000000000"},
      {"29", "-10"},
      {"39 03 e7", "-1000"},
      {"f9 3c 00", "1.0"},
      {"f9 00 01", "5.960464477539063e-8"},
      {"f9 c4 00", "-4.0"},
      {"fa 47 c3 50 00", "100000.0"},
      {"fb c0 10 66 66 66 66 66 66", "-4.1"},
      {"f4", "false"},
      {"f5", "true"},
      {"f6", "null"},
      {"f7", "null"},
      {"c1 1a 51 4b 67 b0", "1363896240"},
      {"c1 fb 41 d4 52 d9 ec 20 00 00", "1363896240.5"},
      {"60", "\"\""},
      {"64 49 45 54 46", "\"IETF\""},
      {"7f 65 73 74 72 65 61 64 6d 69 6e 67 ff", "\"streaming\""},
      {"83 01 02 03", "[1,2,3]"},
      {"9f 01 82 02 03 9f 04 05 ff ff", "[1,[2,3],[4,5]]"},
      {"a2 61 61 01 61 62 82 02 03", R"({"a":1,"b":[2,3]})"},
      {"bf 63 46 75 6e f5 63 41 6d 74 21 ff", R"({"Amt":-2,"Fun":true})"},
  };
  for (const auto& [hex, json] : kExamples) {
    EXPECT_EQ(read_cbor(bytes(hex)), JsonMap::parse(json)) << hex;
  }
}

TEST(Cbor, ThatCannotBeReadIsRefused) {
  EXPECT_THAT(why_not(""), HasSubstr("ends too early"));
  EXPECT_THAT(why_not(bytes("62 61")), HasSubstr("ends too early"));
  EXPECT_THAT(why_not(bytes("7b ff ff ff ff ff ff ff ff 61")), HasSubstr("ends too early"));
  EXPECT_THAT(why_not(bytes("9b ff ff ff ff ff ff ff ff 01")), HasSubstr("ends too early"));
  EXPECT_THAT(why_not(bytes("9f 01")), HasSubstr("ends too early"));
  EXPECT_THAT(why_not(bytes("00 00")), HasSubstr("behind it"));
  EXPECT_THAT(why_not(bytes("1b ff ff ff ff ff ff ff ff")), HasSubstr("too large"));
  EXPECT_THAT(why_not(bytes("1c")), HasSubstr("that there is not"));
  EXPECT_THAT(why_not(bytes("1f")), HasSubstr("length is missing"));
  EXPECT_THAT(why_not(bytes("41 61")), HasSubstr("bytes"));
  EXPECT_THAT(why_not(bytes("c0 61 61")), HasSubstr("tag"));
  EXPECT_THAT(why_not(bytes("e0")), HasSubstr("value of a kind"));
  EXPECT_THAT(why_not(bytes("ff")), HasSubstr(""));
  EXPECT_THAT(why_not(bytes("a1 01 01")), HasSubstr("name is no text"));
  EXPECT_THAT(why_not(bytes("a2 61 61 01 61 61 01")), HasSubstr("given twice"));
  EXPECT_THAT(why_not(bytes("7f 01 ff")), HasSubstr("a text of other things"));
  EXPECT_THAT(why_not(bytes("7f 7f ff ff")), HasSubstr("a text of other things"));
}

TEST(Cbor, OfAnyDepthTakesNoStack) {
  for (const char* item : {"81", "9f", "c1", "a1 61 61"}) {
    std::string deep;
    for (int k = 0; k < 300'000; ++k) deep += bytes(item);
    EXPECT_THAT(why_not(deep), HasSubstr("too deep")) << item;
  }
}

TEST(Cbor, IsWritten) {
  const Json value = {{"Id", "m1"},
                      {"Timestamps", {1363896240.5}},
                      {"Values", {-4.1, 24.0}},
                      {"Count", 1000},
                      {"Least", -10},
                      {"Has", true}};
  EXPECT_EQ(write_cbor(value),
            bytes("a6 62 49 64 62 6d 31 "
                  "6a 54 69 6d 65 73 74 61 6d 70 73 81 c1 fb 41 d4 52 d9 ec 20 00 00 "
                  "66 56 61 6c 75 65 73 82 fb c0 10 66 66 66 66 66 66 fb 40 38 00 00 00 00 00 00 "
                  "65 43 6f 75 6e 74 19 03 e8 65 4c 65 61 73 74 29 63 48 61 73 f5"));
  const std::string text(300, 'x');
  EXPECT_EQ(read_cbor(write_cbor({{"Label", text}}))["Label"], text);
  EXPECT_EQ(write_cbor({{"Timestamp", 1363896240.0}}).substr(11, 2), bytes("c1 fb"));
}

}  // namespace
}  // namespace sempurna::cloudwatch
