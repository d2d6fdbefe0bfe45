#include "text/encoding_guess.h"

#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include "text/utf8.h"

namespace sempurna {

namespace {

// What uchardet is given, and what is decoded to see whether the guess holds.
constexpr size_t kMostGuessed = 1 << 20;
constexpr size_t kMostDecoded = 64 << 20;

// uchardet names the standard; what people's programs write is the superset.
std::string superset(const std::string& name) {
  static constexpr std::array<std::pair<const char*, const char*>, 7> kSupersets = {{
      {"GB2312", "GB18030"},
      {"GBK", "GB18030"},
      {"BIG5", "CP950"},
      {"SHIFT_JIS", "CP932"},
      {"EUC-KR", "CP949"},
      {"UHC", "CP949"},
      {"ISO-8859-1", "WINDOWS-1252"},
  }};
  for (const auto& [standard, wider] : kSupersets) {
    if (name == standard) return wider;
  }
  return name;
}

std::string ask_uchardet(std::string_view text) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       &uchardet_delete);
  if (!detector || uchardet_handle_data(detector.get(), text.data(), text.size()) != 0) return "";
  uchardet_data_end(detector.get());
  return superset(uchardet_get_charset(detector.get()));
}

// The lines that are not ASCII, and whether some of them are UTF-8 already.
struct ForeignLines {
  std::string text;
  std::string first;
  bool mixed = false;
};

ForeignLines foreign_lines(std::string_view text) {
  ForeignLines found;
  size_t all = 0;
  size_t valid = 0;
  while (!text.empty() && found.text.size() < kMostGuessed) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (is_ascii(line)) continue;
    ++all;
    // A few may pass for UTF-8 by chance.
    valid += find_invalid_utf8(line) == std::string_view::npos;
    found.text.append(line).append("\n");
    if (found.first.empty()) found.first = line;
  }
  found.mixed = 10 * valid > all;
  return found;
}

}  // namespace

std::optional<std::string> decode_text(std::string_view bytes, const std::string& encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  struct Closer {
    iconv_t converter;
    ~Closer() { iconv_close(converter); }
  } const closer{converter};
  std::string text;
  std::array<char, 4096> buffer;
  char* in = const_cast<char*>(bytes.data());
  size_t in_left = bytes.size();
  while (in_left > 0) {
    char* out = buffer.data();
    size_t out_left = buffer.size();
    const size_t status = iconv(converter, &in, &in_left, &out, &out_left);
    text.append(buffer.data(), buffer.size() - out_left);
    if (status == static_cast<size_t>(-1) && errno != E2BIG) return std::nullopt;
  }
  return text;
}

std::optional<EncodingGuess> guess_encoding(std::string_view text) {
  const ForeignLines lines = foreign_lines(text);
  if (lines.text.empty() || lines.mixed) return std::nullopt;
  const std::string name = ask_uchardet(lines.text);
  if (name.empty() || name.starts_with("UTF-") || name == "ASCII") return std::nullopt;
  // Cut at a line's end, lest a character be cut.
  if (text.size() > kMostDecoded) text = text.substr(0, text.rfind('\n', kMostDecoded));
  if (!decode_text(text, name)) return std::nullopt;
  auto sample = decode_text(lines.first, name);
  if (!sample) return std::nullopt;
  return EncodingGuess{name, std::move(*sample)};
}

}  // namespace sempurna
