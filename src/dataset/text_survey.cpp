#include "dataset/text_survey.h"

#include <fmt/format.h>

#include <algorithm>

#include "dataset/text_rows.h"

namespace sempurna {

namespace {

constexpr size_t kMostWordsListed = 12;

void count(SurveyedColumn& column, std::string_view field) {
  if (const auto number = parse_label(field)) {
    ++column.numbers;
    column.largest = std::max(column.largest.value_or(*number), *number);
  } else if (column.words.size() <= SurveyedColumn::kMostWords) {
    column.words.emplace(trimmed(field));
  }
}

// Which column holds the labels, by the customary names in the header; nothing when it says
// neither.
std::optional<size_t> label_column_of(const std::vector<std::string>& header) {
  if (header.size() != 2) return std::nullopt;
  const auto is_label = [&](size_t i) {
    return names_labels(header[i]) || (names_texts(header[1 - i]) && !names_texts(header[i]));
  };
  if (is_label(0) == is_label(1)) return std::nullopt;
  return is_label(0) ? 0 : 1;
}

// Few names in the second column, a text of its own in each row of the first.
bool are_names_second(const TextSurvey& found) {
  const auto& [first, second] = found.columns;
  const auto half = [&](size_t distinct) {
    return 2 * static_cast<int64_t>(distinct) <= found.rows;
  };
  const bool many = first.words.size() > SurveyedColumn::kMostWords || !half(first.words.size());
  return first.numbers == 0 && many && second.words.size() > 1 &&
         second.words.size() <= SurveyedColumn::kMostWords && half(second.words.size());
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

void report_dialect(const CsvFile& csv, const TextSurvey& found, const std::string& file,
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
  if (!dialect.header) return;
  const std::string header = excerpt(fmt::format("{}", fmt::join(found.header, ", ")));
  if (found.label_column == 0 && !found.named) {
    findings.add(Severity::Warning, "header-row", file, 1,
                 fmt::format("this row, {}, is a header and is not used as an example", header),
                 "Remove it to be sure: a data.csv begins with its first example");
    return;
  }
  findings.add(Severity::Fact, "header-row", file, 1,
               fmt::format("this row, {}, is a header and says which column is which", header));
  if (found.label_column == 1) {
    findings.add(Severity::Warning, "column-order", file, 1,
                 "the columns are the other way round, the text first and the class second, as "
                 "the header says; they are read so",
                 "Put the class into the first column to be sure that every program reads it "
                 "alike");
  }
  if (found.named) {
    findings.add(Severity::Fact, "named-labels", file, 1,
                 fmt::format("the labels in the column {} are names and not numbers, and the "
                             "classes are called so",
                             excerpt(found.header[found.label_column])));
  }
}

}  // namespace

size_t TextSurvey::usual_width() const {
  const auto most = std::max_element(widths.begin(), widths.end(),
                                     [](auto& a, auto& b) { return a.second < b.second; });
  return most == widths.end() ? 0 : most->first;
}

size_t used_fields(const CsvRow& row) {
  size_t n = row.fields.size();
  while (n > 2 && trimmed(row.fields[n - 1]).empty()) --n;
  return n;
}

TextSurvey survey(const CsvFile& csv) {
  TextSurvey found;
  CsvReader reader = csv.reader();
  CsvRow row;
  while (reader.next(row)) {
    if (row.header) {
      for (size_t i = 0; i < used_fields(row); ++i) found.header.emplace_back(row.fields[i]);
      continue;
    }
    ++found.rows;
    const size_t width = used_fields(row);
    ++found.widths[width];
    if (width < 2) continue;
    for (size_t i : {0, 1}) count(found.columns[i], row.fields[i]);
  }
  const auto& [first, second] = found.columns;
  const auto by_header = label_column_of(found.header);
  const bool contradicted = second.numbers == 0 && 2 * first.numbers > found.rows;
  if (by_header == 1 && !contradicted) found.label_column = 1;
  const SurveyedColumn& labels = found.columns[found.label_column];
  found.named = by_header == found.label_column && 2 * labels.numbers < found.rows;
  const auto two = found.widths.find(2);
  const int64_t fit = two == found.widths.end() ? 0 : two->second;
  found.unfit = found.rows - (found.named ? fit : std::min(fit, labels.numbers));
  return found;
}

bool judge_file(const CsvFile& csv, const TextSurvey& found, const std::string& file,
                Collector& findings) {
  report_dialect(csv, found, file, findings);
  const auto refuse = [&](const char* code, std::string message, std::string remedy) {
    findings.add(Severity::Error, code, file, 0, std::move(message), std::move(remedy));
    return false;
  };
  if (found.rows == 0) {
    return refuse("no-rows", "the file holds no rows",
                  "Write one row for each example, a whole number and a text: 1,\"good, and "
                  "cheap\"");
  }
  const size_t width = found.usual_width();
  if (width == 1) {
    return refuse("columns",
                  "the rows have one column, but must have two, a whole number for the class and a "
                  "text",
                  "Write the class before each text: 1,\"good, and cheap\"");
  }
  if (width > 2) {
    return refuse("columns",
                  fmt::format("most rows have {} columns, but must have two, a whole number for "
                              "the class and a text",
                              width),
                  "Keep these two columns only; if the texts hold commas, put each text between "
                  "double quotes");
  }
  if (found.label_column == 1 || found.named) return true;
  const auto& [first, second] = found.columns;
  if (first.numbers == 0 && 2 * second.numbers > found.rows) {
    return refuse("columns",
                  "the columns are the other way round: the text comes first and the number second",
                  "Put the label into the first column and the text into the second");
  }
  if (are_names_second(found)) {
    return refuse("columns",
                  fmt::format("the columns are the other way round: the text comes first and the "
                              "name of its class, {} for instance, second",
                              excerpt(*second.words.begin())),
                  "Write a first row that says so, text,label");
  }
  return true;
}

std::string advise_numbers(const TextSurvey& found) {
  const std::string plain = "Write a whole number before the text, such as 0 or 1";
  const SurveyedColumn& labels = found.columns[found.label_column];
  const size_t words = labels.words.size();
  if (words == 0 || static_cast<int64_t>(words) >= found.rows) return plain;
  int64_t next = 0;
  if (labels.largest) {
    // A few stray rows among numbers are slips, not the names of further classes.
    if (labels.numbers > static_cast<int64_t>(words)) return plain;
    next = *labels.largest < INT64_MAX - 100 ? *labels.largest + 1 : 0;
  } else if (found.header.empty()) {
    const std::string named =
        "If these are the names of the classes, write a first row that says so, label,text";
    if (words > kMostWordsListed) return named;
  }
  if (words > kMostWordsListed) return plain;
  std::vector<std::string> parts;
  for (const std::string& word : labels.words) {
    parts.push_back(fmt::format("{} as {}", excerpt(word), next++));
  }
  return fmt::format("Labels must be whole numbers: write {}{}", fmt::join(parts, ", "),
                     labels.largest || !found.header.empty()
                         ? ""
                         : "; or write a first row that says that they are names, label,text");
}

}  // namespace sempurna
