#include "serving/record_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "support/expect_error.h"

namespace sempurna {
namespace {

/// Gives a few bytes at a time, so that lines lie across what is read at once.
ByteSource source(std::string text, size_t at_once = 3) {
  return [text = std::move(text), at_once, at = size_t{0}](std::span<std::byte> bytes) mutable {
    const size_t count = std::min({at_once, bytes.size(), text.size() - at});
    std::copy_n(std::as_bytes(std::span(text)).begin() + static_cast<std::ptrdiff_t>(at), count,
                bytes.begin());
    at += count;
    return count;
  };
}

std::vector<std::string> records(const std::string& text, bool by_line, size_t most = 100) {
  RecordReader reader(source(text), by_line, most);
  std::vector<std::string> all;
  while (auto record = reader.next()) all.push_back(*record);
  return all;
}

using Records = std::vector<std::string>;

TEST(RecordReaderTest, LinesEndInLfOrCrlfOrNothing) {
  EXPECT_EQ(records("one\ntwo\r\nthree", true), (Records{"one", "two", "three"}));
  EXPECT_EQ(records("one\n", true), Records{"one"});
  EXPECT_EQ(records("\n\na", true), (Records{"", "", "a"}));
  EXPECT_EQ(records("", true), Records{});
}

TEST(RecordReaderTest, AllIsOneRecordWhereLinesAreNone) {
  EXPECT_EQ(records("one\ntwo\n", false), Records{"one\ntwo\n"});
  EXPECT_EQ(records("", false), Records{""});
}

TEST(RecordReaderTest, ARecordHasAnEnd) {
  EXPECT_EQ(records("12345\n12345\r\n12345", true, 5), (Records{"12345", "12345", "12345"}));
  RecordReader lines(source("12345\n123456\n"), true, 5);
  EXPECT_EQ(lines.next(), "12345");
  EXPECT_EQ(lines.line(), 1U);
  expect_error(Code::InvalidArgument,
               "the record has more than 5 bytes, the most that MaxPayloadInMB lets it have",
               [&] { lines.next(); });
  EXPECT_EQ(lines.line(), 2U);
  RecordReader whole(source(std::string(200'000, 'x'), 64 << 10), false, 100'000);
  expect_error(Code::InvalidArgument,
               "the record has more than 100000 bytes, the most that MaxPayloadInMB lets it have",
               [&] { whole.next(); });
}

}  // namespace
}  // namespace sempurna
