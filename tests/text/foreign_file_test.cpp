#include "text/foreign_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>

#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "text/csv.h"

namespace sempurna {
namespace {

using namespace std::string_view_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string refusal(std::string_view bytes) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "data.csv";
  std::ofstream(file, std::ios::binary) << bytes;
  try {
    const CsvFile csv(file);
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(ForeignFile, IsNamedAsWhatItIsWithTheWayOut) {
  EXPECT_THAT(refusal("PK\3\4\x14\0\0\0\0\0[Content_Types].xml<Types/>xl/workbook.xml"sv),
              AllOf(HasSubstr("data.csv is an Excel workbook (.xlsx), not a CSV file"),
                    HasSubstr("save it as \"CSV UTF-8\""), HasSubstr(":44,34,76'")));
  EXPECT_THAT(refusal("PK\3\4\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet"sv),
              HasSubstr("an OpenDocument spreadsheet (.ods)"));
  EXPECT_THAT(refusal("PK\3\4\x14\0\0\0\0\0data.csv"sv),
              AllOf(HasSubstr("a ZIP archive"), HasSubstr("unpack it: unzip /")));
  EXPECT_THAT(refusal("PK\3\4\x14\0\6\0\5\xD2"sv), HasSubstr("an Excel workbook (.xlsx)"));
  EXPECT_THAT(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"sv), HasSubstr("(.xls)"));
  EXPECT_THAT(refusal("PAR1\x15\4\x15"sv), HasSubstr("a Parquet file"));
  EXPECT_THAT(refusal("\n <!DOCTYPE html><html><body>Sign in</body></html>"),
              HasSubstr("a web page (HTML)"));
  EXPECT_THAT(refusal("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
              AllOf(HasSubstr("a Git LFS pointer"), HasSubstr("git lfs pull")));
  EXPECT_THAT(refusal("{\"text\": \"a\", \"label\": 1}\n"), HasSubstr("is JSON"));
  EXPECT_THAT(refusal("[\n {\"text\": \"a\"}]"), HasSubstr("is JSON"));
  for (const auto picture : {"\x89PNG\r\n\x1a\n"sv, "\xFF\xD8\xFF\xE0"sv}) {
    EXPECT_THAT(refusal(picture),
                HasSubstr("not a CSV file: pictures are given as a folder with one folder of them "
                          "for each class, texts as a CSV file"));
  }
  EXPECT_THAT(refusal("%PDF-1.7"), HasSubstr("copy its texts into a CSV file"));
  EXPECT_THAT(refusal("BZh91AY&SY"), HasSubstr("bunzip2 --keep"));
}

TEST(ForeignFile, IsNotSeenInText) {
  for (const char* text : {"", "1,a\n", "[1],a\n", "{x},a\n", "<b>,1\n", "PK,1\n",
                           "\xEF\xBB\xBF"
                           "1,a\n"}) {
    EXPECT_FALSE(recognise_foreign(text, "f")) << text;
  }
}

TEST(ForeignFile, OfGzipIsRead) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "data.csv.gz";
  std::ofstream(file, std::ios::binary) << gzip("1,a\n") << gzip("0,b\n");
  const CsvFile csv(file);
  EXPECT_EQ(csv.text(), "1,a\n0,b\n");
  const std::string whole = gzip("1,some text that is long enough\n");
  EXPECT_THAT(refusal(whole.substr(0, whole.size() - 6)), HasSubstr("damaged or cut short"));
  EXPECT_THAT(refusal(gzip("PK\3\4xl/"sv)), HasSubstr("an Excel workbook"));
}

TEST(ShellQuoted, MakesOneWord) {
  EXPECT_EQ(shell_quoted("/a/data-1.csv"), "/a/data-1.csv");
  EXPECT_EQ(shell_quoted("my data.csv"), "'my data.csv'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace sempurna
