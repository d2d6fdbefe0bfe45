#include <algorithm>
#include <array>

#include "base/error.h"
#include "text/csv.h"
#include "text/foreign_file.h"
#include "text/gunzip.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// UTF-16 is converted in memory, so its size is limited.
constexpr size_t kMaxUtf16Bytes = size_t{1} << 30;
constexpr size_t kMaxUnpackedBytes = size_t{1} << 30;

// Whether all surrogates of UTF-16 are paired and it has line ends, as text has.
bool is_utf16_text(std::string_view bytes, bool big_endian) {
  const std::string text = utf16_to_utf8(bytes.substr(0, bytes.size() / 2 * 2), big_endian);
  const size_t lone = text.find("\xEF\xBF\xBD");
  // The sample may end between two surrogates.
  return text.find('\n') != std::string::npos &&
         (lone == std::string::npos || lone + 3 == text.size());
}

}  // namespace

std::string_view name(CsvEncoding encoding) {
  static constexpr std::array<std::string_view, 3> kNames = {"UTF-8", "UTF-16, little endian",
                                                             "UTF-16, big endian"};
  return kNames[static_cast<size_t>(encoding)];
}

CsvEncoding csv_encoding(std::string_view bytes, std::string_view file_name) {
  const std::string_view start = bytes.substr(0, 4);
  if (start == std::string_view("\xFF\xFE\0\0", 4) ||
      start == std::string_view("\0\0\xFE\xFF", 4)) {
    throw Error(Code::DataCorrupt, "{} is written in UTF-32; save it as UTF-8", file_name);
  }
  if (start.substr(0, 2) == "\xFF\xFE") return CsvEncoding::Utf16LittleEndian;
  if (start.substr(0, 2) == "\xFE\xFF") return CsvEncoding::Utf16BigEndian;
  // Without a mark, zero bytes tell: every other byte of Latin text is one, and in any language
  // the separators and line ends have one, always on the same side.
  const std::string_view sample = bytes.substr(0, 4096);
  if (sample.size() < 8) return CsvEncoding::Utf8;
  size_t even = 0;
  size_t odd = 0;
  for (size_t i = 0; i < sample.size(); ++i) (i % 2 == 0 ? even : odd) += sample[i] == '\0';
  const size_t most = sample.size() * 7 / 20;  // 70 % of half the bytes
  const size_t few = sample.size() / 40;
  const auto is = [&](size_t zeros, size_t others, bool big_endian) {
    return (zeros >= most && others <= few) ||
           (zeros >= few && zeros >= 2 && 4 * others <= zeros && is_utf16_text(sample, big_endian));
  };
  if (is(odd, even, false)) return CsvEncoding::Utf16LittleEndian;
  if (is(even, odd, true)) return CsvEncoding::Utf16BigEndian;
  return CsvEncoding::Utf8;
}

std::string utf16_to_utf8(std::string_view bytes, bool big_endian) {
  const size_t count = bytes.size() / 2;
  const auto unit = [&](size_t i) -> char32_t {
    const auto a = static_cast<unsigned char>(bytes[2 * i]);
    const auto b = static_cast<unsigned char>(bytes[2 * i + 1]);
    return big_endian ? static_cast<char32_t>(a << 8 | b) : static_cast<char32_t>(b << 8 | a);
  };
  std::string text;
  text.reserve(bytes.size());
  for (size_t i = 0; i < count; ++i) {
    char32_t c = unit(i);
    if (i == 0 && c == 0xFEFF) continue;
    if (c >= 0xD800 && c <= 0xDFFF) {
      const char32_t low = c < 0xDC00 && i + 1 < count ? unit(i + 1) : 0;
      if (low >= 0xDC00 && low <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        ++i;
      } else {
        c = kReplacement;
      }
    }
    append_utf8(text, c);
  }
  if (bytes.size() % 2 != 0) append_utf8(text, kReplacement);
  return text;
}

CsvFile::CsvFile(const std::filesystem::path& file) : mapped_(file) {
  const std::string name = file.string();
  if (is_gzip(mapped_.text())) converted_ = gunzip(mapped_.text(), kMaxUnpackedBytes, name);
  if (const auto foreign = recognise_foreign(text(), name)) {
    throw Error(Code::InvalidArgument, "{} is {}, not a CSV file: {}", name, foreign->what,
                foreign->remedy);
  }
  encoding_ = csv_encoding(text(), name);
  if (encoding_ != CsvEncoding::Utf8) {
    if (text().size() > kMaxUtf16Bytes) {
      throw Error(Code::ResourceLimit,
                  "{} is written in UTF-16 and larger than 1 GiB; save it as UTF-8", name);
    }
    converted_ = utf16_to_utf8(text(), encoding_ == CsvEncoding::Utf16BigEndian);
  }
  dialect_ = sniff_csv(text());
}

std::string_view CsvFile::text() const {
  return converted_ ? *converted_ : mapped_.text();
}

}  // namespace sempurna
