#include "dataset/text_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "text/csv.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr int64_t kMostWordsListed = 12;

std::string_view trimmed(std::string_view field) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_blank(field.back())) field.remove_suffix(1);
  return field;
}

bool is_blank_text(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_whitespace(c) && !is_control(c)) return false;
  }
  return true;
}

// Without the empty columns that spreadsheets leave at the end.
size_t used_fields(const CsvRow& row) {
  size_t n = row.fields.size();
  while (n > 2 && row.fields[n - 1].empty()) --n;
  return n;
}

// What the file as a whole is like, before its rows are judged one by one.
struct Survey {
  int64_t rows = 0;
  std::map<size_t, int64_t> widths;          // used fields → rows
  int64_t numbers_first = 0;                 // rows of two fields or more whose first is a label
  int64_t numbers_second = 0;                // … whose second is
  std::set<std::string, std::less<>> words;  // labels that are no numbers
  std::optional<int64_t> largest_label;
  std::string header;

  size_t usual_width() const {
    const auto most = std::max_element(widths.begin(), widths.end(),
                                       [](auto& a, auto& b) { return a.second < b.second; });
    return most == widths.end() ? 0 : most->first;
  }
};

Survey survey(const CsvFile& csv) {
  Survey found;
  CsvReader reader = csv.reader();
  CsvRow row;
  while (reader.next(row)) {
    if (csv.dialect().header && row.record == 1) {
      for (const auto field : row.fields) {
        found.header += (found.header.empty() ? "" : ", ") + std::string(field);
      }
      continue;
    }
    ++found.rows;
    const size_t width = used_fields(row);
    ++found.widths[width];
    if (width < 2) continue;
    if (const auto label = parse_label(row.fields[0])) {
      ++found.numbers_first;
      found.largest_label = std::max(found.largest_label.value_or(*label), *label);
    } else if (static_cast<int64_t>(found.words.size()) <= kMostWordsListed) {
      found.words.emplace(trimmed(row.fields[0]));
    }
    if (parse_label(row.fields[1])) ++found.numbers_second;
  }
  return found;
}

std::string separator_name(char separator) {
  switch (separator) {
    case ';':
      return "semicolons";
    case '\t':
      return "tabs";
    case '|':
      return "vertical bars";
    default:
      return "commas";
  }
}

// "write "ham" as 0, "spam" as 1".
std::string advise_numbers(const Survey& found) {
  const std::string plain = "Write a whole number before the text, such as 0 or 1";
  const auto words = static_cast<int64_t>(found.words.size());
  if (words == 0 || words > kMostWordsListed || words >= found.rows) return plain;
  int64_t next = 0;
  if (found.largest_label) {
    // A few stray rows among numbers are slips, not the names of further classes.
    if (found.numbers_first > words) return plain;
    next = *found.largest_label < INT64_MAX - 100 ? *found.largest_label + 1 : 0;
  }
  std::vector<std::string> parts;
  for (const std::string& word : found.words) {
    parts.push_back(fmt::format("{} as {}", excerpt(word), next++));
  }
  return fmt::format("Labels must be whole numbers: write {}", fmt::join(parts, ", "));
}

// Says what the file is like; false when its columns are not a label and a text.
bool judge_file(const CsvFile& csv, const Survey& found, const std::string& file,
                Collector& findings) {
  const CsvDialect& dialect = csv.dialect();
  if (csv.encoding() != CsvEncoding::Utf8) {
    findings.add(Severity::Fact, "encoding", file, 0,
                 fmt::format("the file is written in {} and is read so", name(csv.encoding())));
  } else if (dialect.bom) {
    findings.add(Severity::Fact, "byte-order-mark", file, 0,
                 "the file begins with a UTF-8 byte order mark, which is passed over");
  }
  if (dialect.separator != ',') {
    findings.add(Severity::Warning, "separator", file, 0,
                 fmt::format("the columns are separated by {} and are read so",
                             separator_name(dialect.separator)),
                 "Write commas to be sure that every program reads it alike");
  }
  if (dialect.header) {
    findings.add(Severity::Warning, "header-row", file, 1,
                 fmt::format("this row, {}, is a header and is not used as an example",
                             excerpt(found.header)),
                 "Remove it to be sure: a data.csv begins with its first example");
  }
  if (found.rows == 0) {
    findings.add(
        Severity::Error, "no-rows", file, 0, "the file holds no rows",
        "Write one row for each example, a whole number and a text: 1,\"good, and cheap\"");
    return false;
  }
  const size_t width = found.usual_width();
  if (width == 1) {
    findings.add(Severity::Error, "columns", file, 0,
                 "the rows have one column, but must have two, a whole number for the class and a "
                 "text",
                 "Write the class before each text: 1,\"good, and cheap\"");
    return false;
  }
  if (width > 2) {
    findings.add(Severity::Error, "columns", file, 0,
                 fmt::format("most rows have {} columns, but must have two, a whole number for the "
                             "class and a text",
                             width),
                 "Keep these two columns only; if the texts hold commas, put each text between "
                 "double quotes");
    return false;
  }
  if (found.numbers_first == 0 && 2 * found.numbers_second > found.rows) {
    findings.add(Severity::Error, "columns", file, 0,
                 "the columns are the other way round: the text comes first and the number second",
                 "Put the label into the first column and the text into the second");
    return false;
  }
  return true;
}

// How a file is written, row by row, where it is odd but readable.
void report_oddities(const CsvRow& row, const std::string& file, Collector& findings) {
  for (const CsvProblem& problem : row.problems) {
    const auto say = [&](Severity severity, const char* code) {
      findings.add(severity, code, file, static_cast<int64_t>(problem.record), problem.sentence);
    };
    switch (problem.issue) {
      case CsvIssue::UnclosedQuote:
        say(Severity::Warning, "unclosed-quote");
        break;
      case CsvIssue::UndoubledQuote:
        say(Severity::Warning, "undoubled-quote");
        break;
      case CsvIssue::NulByte:
        say(Severity::Warning, "zero-byte");
        break;
      case CsvIssue::QuoteInsideField:
        say(Severity::Fact, "quote-inside");
        break;
      case CsvIssue::SpaceAroundQuotes:
        say(Severity::Fact, "space-around-quotes");
        break;
      case CsvIssue::EmptyLine:
        say(Severity::Fact, "empty-line");
        break;
      case CsvIssue::MixedLineEnds:
        say(Severity::Fact, "line-ends");
        break;
      case CsvIssue::EndOfFileMark:
        say(Severity::Fact, "end-of-file-mark");
        break;
      case CsvIssue::FieldCount:
      case CsvIssue::TooManyFields:
      case CsvIssue::InvalidUtf8:
        break;  // judged with the row
    }
  }
}

class RowReader {
 public:
  RowReader(const std::string& file, const Survey& found, OnBadData on_bad_data,
            Collector& findings)
      : file_(file),
        findings_(findings),
        refuse_(on_bad_data == OnBadData::Refuse),
        number_advice_(advise_numbers(found)) {}

  void read(const CsvRow& row) {
    const auto number = static_cast<int64_t>(row.record);
    report_oddities(row, file_, findings_);
    const size_t width = used_fields(row);
    if (width < 2) {
      bad("bad-row", number, "this row has no text after its label",
          "Write a whole number, a comma and the text");
      return;
    }
    if (width > 2) {
      bad("bad-row", number, fmt::format("this row has {} columns, but must have two", width),
          "Put the text between double quotes if it holds commas");
      return;
    }
    const auto label = parse_label(row.fields[0]);
    if (!label) {
      bad("bad-label", number,
          fmt::format("the label {} is not a whole number", excerpt(row.fields[0])),
          number_advice_);
      return;
    }
    const std::string_view text = row.fields[1];
    if (const size_t at = find_invalid_utf8(text); at != std::string_view::npos) {
      bad("not-utf8", number,
          fmt::format(
              "the text is not UTF-8: byte 0x{:02x} after {}", static_cast<unsigned char>(text[at]),
              at == 0 ? "its beginning"
                      : excerpt(text.substr(at < 20 ? 0 : at - 20, std::min<size_t>(at, 20)))),
          "Save the file as UTF-8; from Windows: iconv -f WINDOWS-1252 -t UTF-8 data.csv");
      return;
    }
    if (is_blank_text(text)) {
      findings_.add(Severity::Warning, "empty-text", file_, number,
                    "the text is empty (the row is not used)", "Remove the row or write its text");
      return;
    }
    if (text.find('\n') != std::string_view::npos && multi_line_++ == 0) first_multi_line_ = number;
    rows_.push_back({*label, std::string(text), number});
  }

  std::vector<LabelledRow> finish() {
    if (multi_line_ > 0) {
      findings_.add(
          Severity::Fact, "several-lines", file_, first_multi_line_,
          fmt::format("{} over several lines, this row being the first; rows are counted as "
                      "records, not lines",
                      counted(multi_line_, "texts")));
    }
    return std::move(rows_);
  }

 private:
  void bad(const char* code, int64_t row, std::string message, const std::string& remedy) {
    findings_.add(refuse_ ? Severity::Error : Severity::Warning, code, file_, row,
                  std::move(message) + (refuse_ ? "" : " (the row is skipped)"),
                  refuse_ ? remedy + "; or go on without such rows: --on-bad-data skip" : remedy);
  }

  const std::string& file_;
  Collector& findings_;
  const bool refuse_;
  const std::string number_advice_;
  std::vector<LabelledRow> rows_;
  int64_t multi_line_ = 0;
  int64_t first_multi_line_ = 0;
};

}  // namespace

std::optional<int64_t> parse_label(std::string_view field) {
  field = trimmed(field);
  if (field.starts_with('+') && field.size() > 1 && field[1] != '-') field.remove_prefix(1);
  int64_t label = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), label);
  if (error != std::errc() || end != field.data() + field.size()) return std::nullopt;
  return label;
}

std::vector<LabelledRow> read_labelled_rows(const fs::path& file, const CheckOptions& options,
                                            Collector& findings) {
  const CsvFile csv(file);
  const Survey found = survey(csv);
  const std::string name = file.string();
  if (!judge_file(csv, found, name, findings)) return {};
  RowReader rows(name, found, options.on_bad_data, findings);
  CsvReader reader = csv.reader();
  CsvRow row;
  while (reader.next(row)) {
    if (csv.dialect().header && row.record == 1) {
      report_oddities(row, name, findings);
      continue;
    }
    rows.read(row);
    if (options.progress && row.record % 65536 == 0) {
      options.progress(static_cast<int64_t>(reader.position()),
                       static_cast<int64_t>(csv.text().size()));
    }
  }
  report_oddities(row, name, findings);
  return rows.finish();
}

}  // namespace sempurna
