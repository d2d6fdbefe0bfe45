#include "http/framed_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "http/message.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

/// A client that sends `pieces` and then `endless` for ever, and that counts what was taken of it.
struct Sender {
  std::string sent;
  std::string endless;
  size_t piece = 1 << 20;
  size_t taken = 0;

  ReadAhead::Source source() {
    return [this](std::span<std::byte> bytes) {
      while (sent.size() < bytes.size() && !endless.empty()) sent += endless;
      const size_t count = std::min({bytes.size(), sent.size(), piece});
      if (count == 0) throw std::runtime_error("the client went away");
      std::memcpy(bytes.data(), sent.data(), count);
      sent.erase(0, count);
      taken += count;
      return count;
    };
  }
};

std::string read_all(FramedBody& body, size_t piece) {
  std::string all;
  std::vector<std::byte> bytes(piece);
  while (const size_t count = body.read(bytes)) {
    all.append(reinterpret_cast<const char*>(bytes.data()), count);
  }
  return all;
}

struct Outcome {
  int status = 0;
  std::string why;
  size_t taken = 0;
};

/// How a body that must be refused is refused.
Outcome refusal(const std::string& sent, const std::string& endless = "",
                std::optional<uint64_t> length = std::nullopt) {
  Sender sender{sent, endless};
  ReadAhead ahead(sender.source());
  try {
    FramedBody body(ahead, length, 1000);
    read_all(body, 100);
  } catch (const HttpError& error) {
    return {error.status(), error.what(), sender.taken};
  } catch (const std::runtime_error& error) {
    return {0, error.what(), sender.taken};
  }
  return {200, "", sender.taken};
}

TEST(FramedBody, TakesTheFramingOffWhateverTheSizesOfTheReads) {
  const std::string chunks =
      "5\r\nhello\r\n6 ;name=\"value\"\r\n world\r\n00\r\nTrailer: a b\r\nEmpty:\r\n\r\nnext";
  for (const size_t sent : {1, 2, 3, 7, 1000}) {
    for (const size_t wanted : {1, 4, 100}) {
      Sender sender{chunks, "", sent};
      ReadAhead ahead(sender.source());
      FramedBody body(ahead, std::nullopt, 11);
      EXPECT_EQ(read_all(body, wanted), "hello world");
      EXPECT_TRUE(body.is_done());
      while (ahead.view().size() < 4) ahead.fill(100);
      EXPECT_EQ(ahead.view(), "next");
    }
  }
}

TEST(FramedBody, EndsWhereItsLengthSays) {
  Sender sender{"hello next", ""};
  ReadAhead ahead(sender.source());
  ahead.fill(7);
  FramedBody body(ahead, 5, 5);
  EXPECT_EQ(body.left(), 5);
  EXPECT_EQ(read_all(body, 3), "hello");
  EXPECT_TRUE(body.is_done());
  EXPECT_EQ(ahead.view(), " n");
}

TEST(FramedBody, KeepsNoEndlessLine) {
  for (const auto& [sent, endless] :
       {std::pair("1;a=", "b"), std::pair("1", "0000"), std::pair("0\r\nName: ", "b"),
        std::pair("0\r\n", "Name: value\r\n"), std::pair("", "1;extension=0123456789\r\na\r\n"),
        std::pair("", " ")}) {
    const Outcome outcome = refusal(sent, endless);
    EXPECT_EQ(outcome.status, 400) << sent << endless;
    EXPECT_LE(outcome.taken, 40 << 10) << sent << endless;
  }
  EXPECT_THAT(refusal("1;a=", "b").why, HasSubstr("a line of it has more than 8192 bytes"));
  EXPECT_THAT(refusal("0\r\n", "Name: value\r\n").why,
              HasSubstr("its chunk extensions and trailers have more than 8192 bytes"));
}

TEST(FramedBody, RefusesWhatIsNoFraming) {
  for (const char* wrong : {"5\nhello\r\n", "5\r\nhello!\r\n", "5\r\nhello\n", "\r\n", "g\r\n",
                            "-1\r\n", "+1\r\n", "0x1\r\na\r\n", "1 1\r\na\r\n", "1a;\x01\r\n",
                            "1234567890abcdef\r\n", "0\r\nnot a trailer\r\n", "0\r\n: value\r\n",
                            "0\r\nname : value\r\n", "0\r\nname: a\x01\r\n", "0\r\na: b\n\r\n"}) {
    EXPECT_EQ(refusal(std::string(wrong) + "0\r\n\r\n").status, 400) << wrong;
  }
}

TEST(FramedBody, RefusesMoreThanItsLimit) {
  EXPECT_EQ(refusal("3e9\r\n").status, 413);
  EXPECT_EQ(refusal("3e8\r\n" + std::string(1000, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n").status, 413);
  EXPECT_EQ(refusal("", "", 1001).status, 413);
  EXPECT_EQ(refusal("123456789012345\r\n").status, 413);
}

TEST(FramedBody, AnEndBeforeItsTimeIsTheClients) {
  for (const char* cut : {"5\r\nhel", "5", "5\r\nhello", "0\r\n", "0\r\nName: v"}) {
    EXPECT_EQ(refusal(cut).why, "the client went away") << cut;
  }
}

}  // namespace
}  // namespace sempurna
