#include "text/unicode.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "text/cpu_seconds.h"
#include "text/utf8.h"

namespace sempurna {
namespace {

std::string replaced(std::string_view text) {
  std::string storage;
  return std::string(valid_utf8(text, storage));
}

TEST(Utf8, KeepsWhatIsValid) {
  for (const std::string_view text : {"", "a", "é", "€", "😀", "\uFFFD", "\U0010FFFF"}) {
    EXPECT_EQ(replaced(text), text);
    EXPECT_EQ(find_invalid_utf8(text), std::string_view::npos);
  }
}

// The examples of the Unicode standard, tables 3-8 to 3-11.
TEST(Utf8, ReplacesTheLongestStartOfASequence) {
  EXPECT_EQ(replaced("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(replaced("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(replaced("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"),
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\x41\uFFFD\uFFFD\x42");
  EXPECT_EQ(replaced("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), "\uFFFD\uFFFD\uFFFD\uFFFD\x41");
  EXPECT_EQ(replaced("abcdefgh\xC3"), "abcdefgh\uFFFD");
}

TEST(Utf8, SaysWhereItIsInvalid) {
  EXPECT_EQ(find_invalid_utf8("0123456789é\xFFx"), 12u);
  EXPECT_EQ(find_invalid_utf8("é\xE2\x82"), 2u);
}

TEST(Unicode, KnowsBlanks) {
  for (const char32_t c :
       U" \t\n\v\f\r\u0085\u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000") {
    EXPECT_TRUE(c == 0 || is_whitespace(c)) << std::hex << static_cast<uint32_t>(c);
  }
  EXPECT_FALSE(is_whitespace(0x200B));
  EXPECT_FALSE(is_whitespace(0x1F));
  EXPECT_TRUE(is_python_space(0x1F));
}

TEST(Unicode, KnowsControls) {
  for (const char32_t c :
       {U'\0', U'\x1F', U'\x7F', U'\u0080', U'\u200D', U'\uE000', U'\uFEFF', U'\u0378'}) {
    EXPECT_TRUE(is_control(c)) << static_cast<uint32_t>(c);
  }
  for (const char32_t c : U"\t\n\ra ") EXPECT_FALSE(c != 0 && is_control(c));
}

TEST(Unicode, KnowsPunctuation) {
  for (const char32_t c : {U'$', U'+', U'`', U'~', U'\u2014', U'\u3002', U'\u00BF'}) {
    EXPECT_TRUE(is_punctuation(c));
  }
  for (const char32_t c : {U'a', U'0', U' ', U'\u20AC', U'\u00D7'}) EXPECT_FALSE(is_punctuation(c));
}

TEST(Unicode, LowersEachCodePoint) {
  std::string text;
  for (const char32_t c : U"A\u00C9\u0130\u1E9E\u03A3\u4E2D") {
    if (c != 0) append_lower(text, c);
  }
  EXPECT_EQ(text, "a\u00E9i\u0307\u00DF\u03C3\u4E2D");
}

TEST(Unicode, Normalizes) {
  EXPECT_EQ(normalize(U"\u00E9\uFB01", Normalization::Nfd), U"e\u0301\uFB01");
  EXPECT_EQ(normalize(U"\u00E9\uFB01", Normalization::Nfkd), U"e\u0301fi");
  EXPECT_EQ(normalize(U"e\u0301\uFB01", Normalization::Nfc), U"\u00E9\uFB01");
  EXPECT_EQ(normalize(U"e\u0301\uFB01", Normalization::Nfkc), U"\u00E9fi");
  EXPECT_EQ(normalize(U"\uD55C", Normalization::Nfd), U"\u1112\u1161\u11AB");
  EXPECT_EQ(normalize(U"\u1112\u1161\u11AB", Normalization::Nfc), U"\uD55C");
  // Marks in canonical order: class 220 before class 230.
  EXPECT_EQ(normalize(U"a\u0301\u0323", Normalization::Nfd), U"a\u0323\u0301");
  EXPECT_EQ(normalize(U"\uFDFA", Normalization::Nfkd).size(), 18u);
}

TEST(Unicode, NormalizesLongRunsOfMarksQuickly) {
  std::u32string marks;
  for (int i = 0; i < 500000; ++i) marks += i % 2 == 0 ? U'\u0301' : U'\u0323';
  const double taken = cpu_seconds([&] { normalize(marks, Normalization::Nfc); });
  EXPECT_LT(taken, 5);
}

TEST(Base64, IsDecoded) {
  EXPECT_EQ(decode_base64(""), "");
  EXPECT_EQ(decode_base64("Zg=="), "f");
  EXPECT_EQ(decode_base64("Zm8="), "fo");
  EXPECT_EQ(decode_base64("Zm9v"), "foo");
  EXPECT_EQ(decode_base64("/+8A"), std::string("\xFF\xEF\0", 3));
  for (const std::string_view wrong : {"Z", "Zg=", "Zg=a", "Zm9*", "===="}) {
    EXPECT_EQ(decode_base64(wrong), std::nullopt);
  }
}

}  // namespace
}  // namespace sempurna
