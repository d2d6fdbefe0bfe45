#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "text/csv.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_empty(const CsvRow& row) {
  return std::all_of(row.fields.begin(), row.fields.end(), [](std::string_view field) {
    return std::all_of(field.begin(), field.end(), is_blank);
  });
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Text of fewer bytes is searched for closing quotes as freely as text of this size.
constexpr size_t kLeastSearch = 1 << 20;

}  // namespace

/// Where a field that begins with a quote ends.
struct CsvReader::Close {
  size_t quote = std::string_view::npos;  // the closing one, or npos
  bool escapes = false;                   // holds doubled or backslashed quotes
  bool stray = false;                     // holds quotes that should have been doubled
  bool stray_in_own_line = false;         // … one of them in the line of the opening one
};

std::string_view name(CsvIssue issue) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "UndoubledQuote", "UnclosedQuote", "QuoteInsideField", "SpaceAroundQuotes",
      "FieldCount",     "TooManyFields", "InvalidUtf8",      "NulByte",
      "EmptyLine",      "ByteOrderMark", "MixedLineEnds",    "EndOfFileMark"};
  return kNames[static_cast<size_t>(issue)];
}

CsvReader::CsvReader(std::string_view text, const CsvDialect& dialect)
    : text_(text),
      dialect_(dialect),
      at_(std::min(dialect.start, text.size())),
      search_budget_(4 * std::max(text.size(), kLeastSearch)) {
  if (dialect.named_separator) line_ = 2;
  const size_t tail = text.find_last_not_of(std::string_view("\x1A\0\r\n", 4)) + 1;
  if (const size_t mark = text.find('\x1A', tail); mark != std::string_view::npos) {
    text_ = text.substr(0, std::max(mark, at_));
    end_mark_ = true;
  }
}

void CsvReader::report(CsvRow& row, CsvIssue issue, uint64_t line, std::string sentence) const {
  for (const auto& problem : row.problems) {
    if (problem.issue == issue) return;  // one of a kind is enough for a record
  }
  row.problems.push_back({issue, record_, line, std::move(sentence)});
}

bool CsvReader::next(CsvRow& row) {
  row.problems.clear();
  field_count_ = 0;
  while (read_record(row)) {
    if (!is_empty(row)) {
      row.header = dialect_.header && !std::exchange(begun_, true);
      return true;
    }
    // What was odd in it is of no interest.
    row.problems.clear();
    report(row, CsvIssue::EmptyLine, row.line,
           "a row of nothing but separators and blanks is passed over");
  }
  return false;
}

bool CsvReader::read_record(CsvRow& row) {
  row.fields.clear();
  unescaped_.clear();
  field_count_ = 0;
  row.record = ++record_;
  skip_empty_lines(row);
  pass_over_mark(row);
  row.line = line_;
  if (at_ == text_.size()) {
    row.problems.clear();
    if (end_mark_) {
      report(row, CsvIssue::EndOfFileMark, line_,
             "the file ends with the byte 1A (Control-Z), which is passed over");
      end_mark_ = false;
    }
    return false;
  }
  const size_t start = at_;
  for (read_field(row); at_ < text_.size() && text_[at_] == dialect_.separator; read_field(row)) {
    ++at_;
  }
  check_bytes(row, start);
  check_field_count(row);
  if (at_ < text_.size()) end_line(row);
  return true;
}

void CsvReader::skip_empty_lines(CsvRow& row) {
  const uint64_t first = line_;
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    at_ += text_.substr(at_, 2) == "\r\n" ? 2 : 1;
    ++line_;
  }
  if (line_ == first) return;
  report(row, CsvIssue::EmptyLine, first,
         line_ == first + 1 ? "an empty line is passed over"
                            : fmt::format("{} empty lines are passed over", line_ - first));
  // Editors and spreadsheets number them too.
  record_ += line_ - first;
  row.record = record_;
}

void CsvReader::pass_over_mark(CsvRow& row) {
  if (!text_.substr(at_).starts_with(kByteOrderMark)) return;
  at_ += kByteOrderMark.size();
  report(row, CsvIssue::ByteOrderMark, line_,
         "a byte order mark in the middle of the file, as joined files have, is passed over");
}

void CsvReader::check_field_count(CsvRow& row) const {
  if (field_count_ > kMaxFields) {
    report(row, CsvIssue::TooManyFields, row.line,
           fmt::format("the record has {} fields, of which {} are read; check the separator",
                       field_count_, kMaxFields));
  } else if (dialect_.columns != 0 && field_count_ != dialect_.columns) {
    report(row, CsvIssue::FieldCount, row.line,
           fmt::format("the record has {} field{}, most have {}; put quotes around a field that "
                       "holds the separator",
                       field_count_, field_count_ == 1 ? "" : "s", dialect_.columns));
  }
}

void CsvReader::end_line(CsvRow& row) {
  auto end = CsvDialect::LineEnd::Lf;
  if (text_[at_] == '\r') {
    const bool both = text_.substr(at_, 2) == "\r\n";
    end = both ? CsvDialect::LineEnd::CrLf : CsvDialect::LineEnd::Cr;
    at_ += both ? 2 : 1;
  } else {
    ++at_;
  }
  if (end != dialect_.line_end && dialect_.line_end != CsvDialect::LineEnd::None &&
      !mixed_reported_) {
    mixed_reported_ = true;
    const auto words = [](CsvDialect::LineEnd which) {
      return which == CsvDialect::LineEnd::Lf     ? "LF"
             : which == CsvDialect::LineEnd::CrLf ? "CR LF"
                                                  : "CR";
    };
    report(row, CsvIssue::MixedLineEnds, line_,
           fmt::format("the line ends with {}, the first line with {}; each is taken for the end "
                       "of a record",
                       words(end), words(dialect_.line_end)));
  }
  ++line_;
}

void CsvReader::check_bytes(CsvRow& row, size_t start) const {
  const std::string_view record = text_.substr(start, at_ - start);
  if (const size_t bad = find_invalid_utf8(record); bad != std::string_view::npos) {
    const auto line =
        row.line + static_cast<uint64_t>(std::count(
                       record.begin(), record.begin() + static_cast<std::ptrdiff_t>(bad), '\n'));
    report(row, CsvIssue::InvalidUtf8, line,
           fmt::format("the byte {:02X} is not UTF-8, probably the file was written in another "
                       "encoding; save it as UTF-8",
                       static_cast<unsigned char>(record[bad])));
  }
  if (record.find(kByteOrderMark) != std::string_view::npos) {
    report(row, CsvIssue::ByteOrderMark, row.line,
           "the record holds a byte order mark; perhaps two files were joined without a line end "
           "between them");
  }
  if (const size_t nul = record.find('\0'); nul != std::string_view::npos) {
    report(row, CsvIssue::NulByte, row.line,
           "the record holds a zero byte; the file may be damaged, or not be text");
  }
}

void CsvReader::add_field(CsvRow& row, std::string_view field) {
  if (++field_count_ <= kMaxFields) row.fields.push_back(field);
}

void CsvReader::read_field(CsvRow& row) {
  const size_t start = at_;
  const size_t quote = after_blanks(start);
  if (quote < text_.size() && text_[quote] == '"') {
    at_ = quote;
    if (read_quoted(row)) {
      if (quote != start) {
        report(row, CsvIssue::SpaceAroundQuotes, line_,
               fmt::format("blanks before the quotes of field {} are dropped", field_count_));
      }
      return;
    }
    at_ = start;
    read_plain(row, true);
    return;
  }
  read_plain(row, false);
}

void CsvReader::read_plain(CsvRow& row, bool unclosed) {
  const size_t start = at_;
  bool quote = false;
  for (; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == dialect_.separator || c == '\n' || c == '\r') break;
    quote |= c == '"';
  }
  add_field(row, text_.substr(start, at_ - start));
  if (quote && !unclosed) {
    report(row, CsvIssue::QuoteInsideField, line_,
           fmt::format("field {} holds a quote but does not begin with one; it is read as it is "
                       "written",
                       field_count_));
  }
}

// Where blanks after `at` end; a separator is no blank.
size_t CsvReader::after_blanks(size_t at) const {
  while (at < text_.size() && is_blank(text_[at]) && text_[at] != dialect_.separator) ++at;
  return at;
}

// Whether only blanks are between `at` and the separator or line end before it.
bool CsvReader::begins_field(size_t at) const {
  while (at > 0 && is_blank(text_[at - 1]) && text_[at - 1] != dialect_.separator) --at;
  return at == 0 || ends_field(at - 1);
}

bool CsvReader::ends_field(size_t at) const {
  if (at == text_.size()) return true;
  const char c = text_[at];
  return c == dialect_.separator || c == '\n' || c == '\r';
}

// The last quote in the line of `at` that could close a field, or 0.
size_t CsvReader::last_close_in_line(size_t at) {
  if (at < searched_line_end_) return last_close_;
  searched_line_end_ = std::min(text_.find_first_of("\r\n", at), text_.size());
  last_close_ = 0;
  for (size_t i = searched_line_end_; i > at; --i) {
    if (text_[i - 1] == '"' && ends_field(after_blanks(i))) {
      last_close_ = i - 1;
      break;
    }
  }
  return last_close_;
}

CsvReader::Close CsvReader::find_close(size_t open) {
  Close close;
  const size_t limit = std::min(text_.size(), open + kMaxQuotedBytes);
  bool own_line = true;
  size_t i = open + 1;
  for (; i < limit; ++i) {
    const char c = text_[i];
    if (c == '\n' || c == '\r') {
      own_line = false;
      // Once many searches were in vain, only a field's own line is searched.
      if (search_budget_ == 0) break;
    }
    if (c == '\\' && dialect_.backslash) {
      close.escapes = true;
      ++i;
      continue;
    }
    if (c != '"') continue;
    if (text_.substr(i, 2) == "\"\"") {
      close.escapes = true;
      ++i;
      continue;
    }
    if (ends_field(after_blanks(i + 1))) {
      close.quote = i;
      return close;
    }
    close.stray = true;
    close.stray_in_own_line |= own_line;
    // In a later line, a quote that begins a field says that the one before was never closed.
    if (last_close_in_line(i) <= i || (!own_line && begins_field(i))) break;
  }
  search_budget_ -= std::min(search_budget_, i - open);
  return close;
}

bool CsvReader::read_quoted(CsvRow& row) {
  const size_t open = at_;
  const Close close = find_close(open);
  if (close.quote == std::string_view::npos) {
    if (close.stray_in_own_line) {
      report(row, CsvIssue::UndoubledQuote, line_,
             fmt::format("text follows the closing quote of field {}; it is read as it is written; "
                         "put quotes around the whole field and write each quote inside it twice",
                         field_count_ + 1));
    } else {
      report(row, CsvIssue::UnclosedQuote, line_,
             fmt::format("the quote that opens field {} is not closed; the field is read as it is "
                         "written, to the end of the line",
                         field_count_ + 1));
    }
    return false;
  }
  const std::string_view inside = text_.substr(open + 1, close.quote - open - 1);
  const uint64_t first_line = line_;
  // CR LF counts once, and so do LF and CR.
  for (size_t i = 0; i < inside.size(); ++i) {
    line_ += inside[i] == '\n' ||
             (inside[i] == '\r' && !(i + 1 < inside.size() && inside[i + 1] == '\n'));
  }
  add_field(row, close.escapes ? unescape(inside) : inside);
  at_ = after_blanks(close.quote + 1);
  if (close.stray) {
    report(row, CsvIssue::UndoubledQuote, first_line,
           fmt::format("field {} holds a quote that is not doubled; it is taken literally; write "
                       "each quote inside a quoted field twice",
                       field_count_));
  }
  if (at_ != close.quote + 1) {
    report(row, CsvIssue::SpaceAroundQuotes, line_,
           fmt::format("blanks behind the quotes of field {} are dropped", field_count_));
  }
  return true;
}

std::string_view CsvReader::unescape(std::string_view quoted) {
  std::string& field = unescaped_.emplace_back();
  field.reserve(quoted.size());
  for (size_t i = 0; i < quoted.size(); ++i) {
    const char c = quoted[i];
    const char next = i + 1 < quoted.size() ? quoted[i + 1] : '\0';
    if (c == '"' && next == '"') ++i;
    if (c == '\\' && dialect_.backslash && (next == '"' || next == '\\')) {
      field += next;
      ++i;
      continue;
    }
    field += c;
  }
  return field;
}

}  // namespace sempurna
