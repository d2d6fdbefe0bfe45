#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

/// Comma-separated values, read as data: RFC 4180, kind to what people's programs really write, and
/// never silent about it. A file is opened by CsvFile (encoding, dialect); CsvReader then yields
/// its records one by one, each with what was irregular in it.
///
/// Reading is linear in the file and keeps one record in memory, of the file itself only views.
///
/// What is read how:
/// - A field that begins with a quote ends at the next quote that is not doubled and stands before
/// a
///   separator, a line end or the end of the file. Line ends, separators and doubled quotes in it
///   belong to the text.
/// - A quote inside it that is neither is taken literally if the field is properly closed later in
///   the same line; else the whole field is read as it is written, quotes and all. So a stray quote
///   costs at most one line, never the rest of the file.
/// - CRLF, LF and CR end a record. Empty lines are passed over, and so are rows of nothing but
///   separators and blanks, as spreadsheets write below a table.
/// - A byte order mark at the beginning of a record is passed over: files that were joined.

namespace sempurna {

/// How a CSV file is written.
struct CsvDialect {
  enum class LineEnd { None, Lf, CrLf, Cr };

  char separator = ',';          ///< one of , ; tab |
  bool backslash = false;        ///< a quote inside a quoted field is written \" rather than ""
  bool header = false;           ///< the first record names the columns
  bool bom = false;              ///< the text begins with a UTF-8 byte order mark
  bool named_separator = false;  ///< the first line is "sep=;" (a spreadsheet's own hint)
  size_t start = 0;              ///< bytes before the first record: the mark and the hint
  size_t columns = 0;  ///< the number of fields that most records have; 0 in an empty file
  LineEnd line_end = LineEnd::None;  ///< of the first line
};

/// Recognises the dialect from the first 256 KiB of UTF-8 text. The separator is the one under
/// which most records have the same number of fields, at least two, and fields look like numbers;
/// without any such the comma. The first record is a header when it has names over a column of
/// numbers, or names that are customary ("label", "text", "kelas", "teks" …).
CsvDialect sniff_csv(std::string_view text);

/// Whether a header's field is a customary name of a column of labels ("label", "kelas") or of
/// texts ("text", "ulasan"), whatever its case.
bool names_labels(std::string_view field);
bool names_texts(std::string_view field);

/// What can be irregular.
enum class CsvIssue {
  UndoubledQuote,     ///< a quote inside a quoted field that should be doubled
  UnclosedQuote,      ///< a field that begins with a quote and is not properly closed
  QuoteInsideField,   ///< a quote inside a field that does not begin with one
  SpaceAroundQuotes,  ///< blanks between a separator and a quote; they are dropped
  FieldCount,         ///< not as many fields as most records have
  TooManyFields,      ///< more than CsvReader::kMaxFields; the rest is dropped
  InvalidUtf8,        ///< bytes that are not UTF-8; left as they are
  NulByte,            ///< a zero byte; left as it is
  EmptyLine,          ///< an empty line or row before this record; passed over
  ByteOrderMark,      ///< a byte order mark behind the file's beginning
  MixedLineEnds,      ///< the record ends otherwise than the first line; said once a file
  EndOfFileMark,      ///< Control-Z at the end, as DOS wrote it; dropped
};

/// The issue's name, "UndoubledQuote" for instance.
std::string_view name(CsvIssue issue);

struct CsvProblem {
  CsvIssue issue;
  uint64_t record;       ///< from 1, where the issue is; counted as in CsvRow
  uint64_t line;         ///< from 1, where the issue is
  std::string sentence;  ///< what is wrong and what to do, without the place
};

struct CsvRow {
  uint64_t record = 0;  ///< from 1; a header and what is passed over count, as spreadsheets do
  uint64_t line = 0;    ///< from 1, where the record begins
  bool header = false;  ///< names the columns
  /// Views of the text that is read, or of the reader's own memory: valid until the next call.
  std::vector<std::string_view> fields;
  std::vector<CsvProblem> problems;
};

/// Yields the records of UTF-8 text, which must outlive it.
class CsvReader {
 public:
  static constexpr size_t kMaxFields = 4096;           ///< in one record
  static constexpr size_t kMaxQuotedBytes = 16 << 20;  ///< a longer quoted field counts as unclosed

  CsvReader(std::string_view text, const CsvDialect& dialect);

  /// Reads the next record, the header too, into `row`; false at the end, where `row` holds no
  /// fields but may hold a last problem.
  bool next(CsvRow& row);

  /// How much of the text has been read, for a progress bar.
  size_t position() const { return at_; }

 private:
  struct Close;

  void skip_empty_lines(CsvRow& row);
  bool read_record(CsvRow& row);
  void pass_over_mark(CsvRow& row);
  void read_field(CsvRow& row);
  bool read_quoted(CsvRow& row);
  void read_plain(CsvRow& row, bool unclosed);
  void end_line(CsvRow& row);
  void check_bytes(CsvRow& row, size_t start) const;
  void check_field_count(CsvRow& row) const;
  Close find_close(size_t open);
  size_t after_blanks(size_t at) const;
  bool begins_field(size_t at) const;
  bool ends_field(size_t at) const;
  size_t last_close_in_line(size_t at);
  std::string_view unescape(std::string_view quoted);
  void add_field(CsvRow& row, std::string_view field);
  void report(CsvRow& row, CsvIssue issue, uint64_t line, std::string sentence) const;

  std::string_view text_;
  CsvDialect dialect_;
  size_t at_;
  uint64_t line_ = 1;
  uint64_t record_ = 0;
  size_t field_count_ = 0;
  bool begun_ = false;  // a record was read
  bool mixed_reported_ = false;
  bool end_mark_ = false;  // Control-Z at the end, not yet reported
  // How many bytes may still be searched in vain for a closing quote.
  size_t search_budget_;
  // The end of the line last searched for closing quotes and the last one in it, so that many stray
  // quotes in a long line do not each search it.
  size_t searched_line_end_ = 0;
  size_t last_close_ = 0;
  // Fields whose doubled quotes were made single; a deque, so that they stay where they are.
  std::deque<std::string> unescaped_;
};

enum class CsvEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian };

/// "UTF-8", "UTF-16, little endian" …
std::string_view name(CsvEncoding encoding);

/// A CSV file opened for reading, mapped into memory; gzip is unpacked and UTF-16 converted to
/// UTF-8.
class CsvFile {
 public:
  /// Throws as MappedFile does; InvalidArgument when it is something else than text
  /// (text/foreign_file.h), DataCorrupt for UTF-32 and damaged gzip, ResourceLimit for UTF-16 and
  /// gzip beyond 1 GiB.
  explicit CsvFile(const std::filesystem::path& file);

  CsvEncoding encoding() const { return encoding_; }
  const CsvDialect& dialect() const { return dialect_; }
  std::string_view text() const;
  /// A reader from the first record on.
  CsvReader reader() const { return CsvReader(text(), dialect_); }

 private:
  MappedFile mapped_;
  std::optional<std::string> converted_;  // unpacked, or in UTF-8
  CsvEncoding encoding_ = CsvEncoding::Utf8;
  CsvDialect dialect_;
};

/// The encoding of a file's bytes: by byte order mark, or UTF-16 by its zero bytes, which digits,
/// separators and line ends have in any language. Throws DataCorrupt for UTF-32.
CsvEncoding csv_encoding(std::string_view bytes, std::string_view file_name);

/// UTF-16 to UTF-8, without a byte order mark; a lone surrogate or half unit becomes U+FFFD.
std::string utf16_to_utf8(std::string_view bytes, bool big_endian);

}  // namespace sempurna
