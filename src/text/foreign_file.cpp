#include "text/foreign_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace sempurna {

namespace {

using namespace std::string_view_literals;

struct Signature {
  std::string_view bytes;
  std::string_view what;    ///< with its article
  std::string_view remedy;  ///< {} is the file
};

// 44,34,76: commas, double quotes, UTF-8; without it the system's own encoding is written.
constexpr auto kWorkbook =
    "open it and save it as \"CSV UTF-8\", or run: libreoffice --headless --convert-to "
    "'csv:Text - txt - csv (StarCalc):44,34,76' {}"sv;
constexpr auto kColumns =
    "write its label and text columns to a CSV file with the program it is of"sv;
// Whoever has one means to train on it, in whatever way.
constexpr auto kPicture =
    "pictures are given as a folder with one folder of them for each class, texts as a CSV "
    "file"sv;
constexpr auto kFetch = "download the file itself again"sv;

constexpr std::array kSignatures = {
    Signature{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an Excel workbook of the old kind (.xls)",
              kWorkbook},
    Signature{"BZh"sv, "a bzip2 archive", "unpack it: bunzip2 --keep {}"},
    Signature{"\xFD\x37zXZ\0"sv, "an xz archive", "unpack it: xz --decompress --keep {}"},
    Signature{"\x28\xB5\x2F\xFD"sv, "a Zstandard archive", "unpack it: zstd --decompress {}"},
    Signature{"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive", "unpack it: 7z x {}"},
    Signature{"Rar!"sv, "a RAR archive", "unpack it: unrar x {}"},
    Signature{"PAR1"sv, "a Parquet file",
              "write its label and text columns as CSV, with Python's pandas for instance: "
              "read_parquet(…)[['label', 'text']].to_csv('data.csv', index=False)"},
    Signature{"ARROW1"sv, "an Arrow (Feather) file", kColumns},
    Signature{"FEA1"sv, "a Feather file", kColumns},
    Signature{"\x89HDF"sv, "an HDF5 file", kColumns},
    Signature{"\x93NUMPY"sv, "a NumPy array", kColumns},
    Signature{"\x80\x04\x95"sv, "a Python pickle", kColumns},
    Signature{"SQLite format 3"sv, "an SQLite database",
              "write its label and text columns to a CSV file: sqlite3 -csv {} 'SELECT label, text "
              "FROM …'"},
    Signature{"%PDF"sv, "a PDF document",
              "copy its texts into a CSV file, with a label and a text in each row"},
    Signature{"{\\rtf"sv, "an RTF document", "save it as plain text in UTF-8"},
    Signature{"version https://git-lfs"sv, "a Git LFS pointer, not the file itself",
              "fetch the file with: git lfs pull"},
    Signature{"\xFF\xD8\xFF"sv, "a JPEG picture", kPicture},
    Signature{"\x89PNG"sv, "a PNG picture", kPicture},
};

// A ZIP archive's first entries, or its list of entries at the end, tell an office document.
std::pair<std::string_view, std::string_view> kind_of_zip(std::string_view bytes) {
  constexpr size_t kEnd = 64 << 10;
  const std::string_view head = bytes.substr(0, 4096);
  const std::string_view tail = bytes.substr(bytes.size() - std::min(bytes.size(), kEnd));
  const auto names = [&](std::string_view name) {
    return head.find(name) != std::string_view::npos || tail.find(name) != std::string_view::npos;
  };
  if (names("opendocument.spreadsheet")) return {"an OpenDocument spreadsheet (.ods)", kWorkbook};
  if (names("word/document")) return {"a Word document (.docx)", "save it as plain text in UTF-8"};
  // Version 2.0 with these flags is how Office writes its documents.
  if (names("xl/") || names("[Content_Types].xml") || bytes.starts_with("PK\3\4\x14\0\6\0"sv))
    return {"an Excel workbook (.xlsx)", kWorkbook};
  return {"a ZIP archive", "unpack it: unzip {}"};
}

// The first kilobyte in lower case, without a byte order mark and leading white space.
std::string lower_start(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  std::string lower(text.substr(0, 1024));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

// "{"a": …" or "[{", "[[": no row of a table begins so.
bool is_json(std::string_view start) {
  if (start.empty() || (start[0] != '{' && start[0] != '[')) return false;
  const size_t next = start.find_first_not_of(" \t\r\n", 1);
  if (next == std::string_view::npos) return false;
  return start[0] == '{' ? start[next] == '"' : start[next] == '{' || start[next] == '[';
}

}  // namespace

std::string shell_quoted(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c >= 0x80 ||
           std::string_view("/._-+,:@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::optional<ForeignFile> recognise_foreign(std::string_view bytes, const std::string& file) {
  const auto foreign = [&](std::string_view what, std::string_view remedy) {
    std::string advice(remedy);
    if (const size_t at = advice.find("{}"); at != std::string::npos) {
      advice.replace(at, 2, shell_quoted(file));
    }
    return ForeignFile{std::string(what), std::move(advice)};
  };
  if (bytes.starts_with("PK\3\4") || bytes.starts_with("PK\5\6")) {
    const auto [what, remedy] = kind_of_zip(bytes);
    return foreign(what, remedy);
  }
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.bytes)) return foreign(signature.what, signature.remedy);
  }
  const std::string start = lower_start(bytes);
  if (start.starts_with("<!doctype html") || start.starts_with("<html") ||
      start.starts_with("<head")) {
    return foreign("a web page (HTML), probably a sign-in or error page saved in its place",
                   kFetch);
  }
  if (start.starts_with("<?xml")) return foreign("an XML document", kColumns);
  if (is_json(start)) {
    return foreign("JSON",
                   "write its labels and texts as CSV, with Python's pandas for instance: "
                   "read_json(…)[['label', 'text']].to_csv('data.csv', index=False)");
  }
  return std::nullopt;
}

}  // namespace sempurna
