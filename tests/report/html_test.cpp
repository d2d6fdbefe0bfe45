#include "report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/base64.h"

namespace sempurna {
namespace {

TEST(HtmlText, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(html_text("a<b>&\"c\"'d'"), "a&lt;b&gt;&amp;&quot;c&quot;&#39;d&#39;");
  EXPECT_EQ(html_text("</script><script>"), "&lt;/script&gt;&lt;script&gt;");
  EXPECT_EQ(html_text("murah, 好的 👍🏽"), "murah, 好的 👍🏽");
}

TEST(HtmlText, ReplacesControlsButKeepsLinesAndTabs) {
  using namespace std::string_view_literals;
  EXPECT_EQ(html_text("a\0b\x1b[31mc\x7f"sv), "a\uFFFDb\uFFFD[31mc\uFFFD");
  EXPECT_EQ(html_text("one\n\ttwo"), "one\n\ttwo");
  EXPECT_EQ(html_text("a\rb\u0085c"), "a\uFFFDb\uFFFDc");
}

TEST(HtmlText, ReplacesWhatTurnsTheWritingDirectionAround) {
  EXPECT_EQ(html_text("cat\u202Egpj.exe"), "cat\uFFFDgpj.exe");
  EXPECT_EQ(html_text("\u2066a\u2069"), "\uFFFDa\uFFFD");
  EXPECT_EQ(html_text("שלום"), "שלום");
}

TEST(HtmlText, ReplacesInvalidBytes) {
  EXPECT_EQ(html_text("a\xff\xc3("), "a\uFFFD\uFFFD(");
  EXPECT_EQ(html_text("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
}

TEST(HtmlText, CutsByCharactersNotBytes) {
  EXPECT_EQ(html_text("éééé", 3), "ééé…");
  EXPECT_EQ(html_text("ééé", 3), "ééé");
  EXPECT_EQ(html_text(std::string(1'000'000, '<'), 2), "&lt;&lt;…");
}

TEST(HtmlName, IsSetApartAndCarriesItsWholeWhenCut) {
  EXPECT_EQ(html_name("a&b"), "<bdi>a&amp;b</bdi>");
  EXPECT_EQ(html_name("a\"bcd", 3), "<bdi title=\"a&quot;bcd\">a&quot;b…</bdi>");
}

TEST(JpegUri, HoldsTheBytes) {
  for (const std::string bytes : {"", "a", "ab", "abc", "\xff\xd8\xff\xe0 jpeg"}) {
    const std::string uri = jpeg_uri(bytes);
    ASSERT_THAT(uri, testing::StartsWith("data:image/jpeg;base64,"));
    EXPECT_EQ(decode_base64(uri.substr(23)), bytes);
  }
}

}  // namespace
}  // namespace sempurna
