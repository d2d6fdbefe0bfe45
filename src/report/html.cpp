#include "report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "text/utf8.h"

namespace sempurna {

namespace {

// What a page must not obey: C0 and C1 controls, and the embeddings, overrides and isolates of the
// bidirectional algorithm.
bool is_unruly(char32_t c) {
  if (c < 0x20) return c != U'\t' && c != U'\n';
  return (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_escaped(std::string& html, char32_t c) {
  switch (c) {
    case U'&':
      html += "&amp;";
      return;
    case U'<':
      html += "&lt;";
      return;
    case U'>':
      html += "&gt;";
      return;
    case U'"':
      html += "&quot;";
      return;
    case U'\'':
      html += "&#39;";
      return;
    default:
      append_utf8(html, is_unruly(c) ? kReplacement : c);
  }
}

struct Cut {
  std::string html;
  bool cut = false;
};

Cut cut_text(std::string_view raw, size_t most) {
  Cut shown;
  size_t characters = 0;
  for (size_t at = 0; at < raw.size(); ++characters) {
    if (characters == most) {
      shown.html += "…";
      shown.cut = true;
      break;
    }
    append_escaped(shown.html, next_code_point(raw, at));
  }
  return shown;
}

}  // namespace

std::string html_text(std::string_view raw, size_t most) {
  return cut_text(raw, most).html;
}

std::string html_name(std::string_view raw, size_t most) {
  const Cut shown = cut_text(raw, most);
  if (!shown.cut) return "<bdi>" + shown.html + "</bdi>";
  return fmt::format("<bdi title=\"{}\">{}</bdi>", html_text(raw), shown.html);
}

std::string jpeg_uri(std::string_view jpeg) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string uri = "data:image/jpeg;base64,";
  uri.reserve(uri.size() + (jpeg.size() + 2) / 3 * 4);
  for (size_t at = 0; at < jpeg.size(); at += 3) {
    const size_t have = std::min<size_t>(3, jpeg.size() - at);
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < have ? static_cast<uint8_t>(jpeg[at + i]) : 0U);
    }
    for (size_t i = 0; i < 4; ++i) {
      uri += i <= have ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
  }
  return uri;
}

}  // namespace sempurna
