#include "text/encoding_guess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iconv.h>

#include "text/csv.h"

namespace sempurna {
namespace {

std::string encode(std::string_view utf8, const char* encoding) {
  const iconv_t converter = iconv_open(encoding, "UTF-8");
  std::string bytes(4 * utf8.size(), '\0');
  char* in = const_cast<char*>(utf8.data());
  size_t in_left = utf8.size();
  char* out = bytes.data();
  size_t out_left = bytes.size();
  EXPECT_NE(iconv(converter, &in, &in_left, &out, &out_left), static_cast<size_t>(-1));
  iconv_close(converter);
  bytes.resize(bytes.size() - out_left);
  return bytes;
}

constexpr std::string_view kChinese =
    "1,快递很准时，包装也很好，下次还会再来\n0,电池坏了，没人理我，很失望\n";
constexpr std::string_view kTaiwanese =
    "1,這家店的服務態度很好，下次還會再來\n0,電池壞了，沒有人理我，非常失望\n";
constexpr std::string_view kJapanese =
    "1,とても良い商品でした。また買いたいです。\n0,電池がすぐに切れて、がっかりしました。\n";
constexpr std::string_view kKorean =
    "1,배송이 정말 빠르고 포장도 좋았어요\n0,배터리가 고장 나서 아주 실망했습니다\n";
constexpr std::string_view kRussian =
    "1,Очень хороший товар, доставили быстро\n0,Батарея сломалась, никто не ответил\n";
constexpr std::string_view kFrench =
    "1,très bon café, service élégant et dîner délicieux à côté\n0,déçu, la qualité n’était pas "
    "là\n";

TEST(GuessEncoding, ProposesWhatTheTextIsWrittenIn) {
  const struct {
    std::string_view text;
    const char* encoding;
    const char* name;
  } cases[] = {{kChinese, "GBK", "GB18030"},
               {kTaiwanese, "BIG5", "CP950"},
               {kJapanese, "CP932", "CP932"},
               {kKorean, "CP949", "CP949"},
               {kRussian, "WINDOWS-1251", "WINDOWS-1251"},
               {kFrench, "WINDOWS-1252", "WINDOWS-1252"}};
  for (const auto& [text, encoding, name] : cases) {
    const auto guess = guess_encoding(encode(text, encoding));
    ASSERT_TRUE(guess) << encoding;
    EXPECT_EQ(guess->name, name);
    EXPECT_EQ(guess->sample, text.substr(0, text.find('\n')));
  }
}

TEST(GuessEncoding, ProposesNothingWhereDecodingWouldSpoilUtf8) {
  EXPECT_FALSE(guess_encoding(std::string(kFrench) + encode(kFrench, "WINDOWS-1252")));
  EXPECT_FALSE(guess_encoding("1,only ASCII\n"));
  EXPECT_FALSE(guess_encoding(""));
}

TEST(DecodeText, RefusesBytesThatAreNone) {
  EXPECT_EQ(decode_text("caf\xE9", "WINDOWS-1252"), "café");
  EXPECT_FALSE(decode_text("\xFF\xFF", "GB18030"));
  EXPECT_FALSE(decode_text("a", "no such encoding"));
}

TEST(CsvEncoding, RecognisesUtf16OfAnyLanguageWithoutAMark) {
  for (const auto text : {kChinese, kJapanese, kKorean, kRussian, kFrench}) {
    EXPECT_EQ(csv_encoding(encode(text, "UTF-16LE"), "f"), CsvEncoding::Utf16LittleEndian) << text;
    EXPECT_EQ(csv_encoding(encode(text, "UTF-16BE"), "f"), CsvEncoding::Utf16BigEndian) << text;
    EXPECT_EQ(csv_encoding(text, "f"), CsvEncoding::Utf8) << text;
  }
}

}  // namespace
}  // namespace sempurna
