#include "api/s3/conditions.h"

#include <gtest/gtest.h>

#include "api/s3/s3_error.h"

namespace sempurna::s3 {
namespace {

constexpr uint64_t kSize = 1000;

struct Range {
  const char* header;
  uint64_t offset;
  uint64_t length;
};

class Ranges : public testing::TestWithParam<Range> {};

TEST_P(Ranges, AreResolvedAgainstTheSize) {
  const auto range = parse_range(GetParam().header, kSize);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->offset, GetParam().offset);
  EXPECT_EQ(range->length, GetParam().length);
}

INSTANTIATE_TEST_SUITE_P(Rfc9110, Ranges,
                         testing::Values(Range{"bytes=0-0", 0, 1}, Range{"bytes=0-999", 0, 1000},
                                         Range{"bytes=0-5000", 0, 1000},
                                         Range{"bytes=0-99999999999999999999", 0, 1000},
                                         Range{"bytes=999-", 999, 1}, Range{"bytes=500-", 500, 500},
                                         Range{"bytes=-1", 999, 1}, Range{"bytes=-5000", 0, 1000}));

TEST(ParseRange, PassesOverWhatItDoesNotUnderstand) {
  for (const char* header : {"", "bytes", "bytes=", "bytes=-", "bytes=2-1", "bytes=0-1,3-4",
                             "lines=0-1", "bytes=a-b", "bytes=0x0-1", "bytes= 0-1"}) {
    EXPECT_FALSE(parse_range(header, kSize)) << header;
  }
}

TEST(ParseRange, RefusesWhatLiesBeyondTheEnd) {
  EXPECT_THROW(parse_range("bytes=1000-", kSize), S3Error);
  EXPECT_THROW(parse_range("bytes=-0", kSize), S3Error);
  EXPECT_THROW(parse_range("bytes=0-0", 0), S3Error);
  // The last bytes of nothing are all that there is.
  EXPECT_FALSE(parse_range("bytes=-1", 0));
}

TEST(ParseHttpTime, TakesTheThreeFormsOfRfc9110) {
  const Time expected{std::chrono::seconds(784111777)};
  for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(parse_http_time(text), expected) << text;
  }
  for (const char* text :
       {"", "yesterday", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT+1"}) {
    EXPECT_FALSE(parse_http_time(text)) << text;
  }
}

ObjectInfo object() {
  ObjectInfo info;
  info.etag = "abc";
  info.modified = Time{std::chrono::milliseconds(784111777500)};
  return info;
}

std::string code_of(std::vector<Header> headers) {
  SignableRequest request;
  request.headers = std::move(headers);
  try {
    check_read_conditions(request, object());
  } catch (const S3Error& error) {
    return error.code_name();
  }
  return "";
}

TEST(ReadConditions, GoByEtagBeforeDate) {
  EXPECT_EQ(code_of({}), "");
  EXPECT_EQ(code_of({{"If-Match", "\"abc\""}}), "");
  EXPECT_EQ(code_of({{"If-Match", "\"x\", \"abc\""}}), "");
  EXPECT_EQ(code_of({{"If-Match", "*"}}), "");
  EXPECT_EQ(code_of({{"If-Match", "\"x\""}}), "PreconditionFailed");
  EXPECT_EQ(code_of({{"If-None-Match", "\"abc\""}}), "NotModified");
  EXPECT_EQ(code_of({{"If-None-Match", "W/\"abc\""}}), "NotModified");
  EXPECT_EQ(code_of({{"If-None-Match", "\"x\""}}), "");
  // RFC 9110, section 13.2.2: the date is not looked at beside an ETag.
  EXPECT_EQ(
      code_of({{"If-Match", "\"abc\""}, {"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}),
      "");
  EXPECT_EQ(
      code_of({{"If-None-Match", "\"x\""}, {"If-Modified-Since", "Sun, 06 Nov 1994 08:49:38 GMT"}}),
      "");
}

TEST(ReadConditions, CompareDatesBySeconds) {
  EXPECT_EQ(code_of({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}), "NotModified");
  EXPECT_EQ(code_of({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}), "");
  EXPECT_EQ(code_of({{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}), "");
  EXPECT_EQ(code_of({{"If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}),
            "PreconditionFailed");
}

}  // namespace
}  // namespace sempurna::s3
