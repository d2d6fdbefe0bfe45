#include "dataset/text_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "dataset/class_rules.h"
#include "dataset/text_survey.h"
#include "text/csv.h"
#include "text/encoding_guess.h"
#include "text/foreign_file.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

bool is_blank_text(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_whitespace(c) && !is_control(c)) return false;
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
      case CsvIssue::ByteOrderMark:
        say(Severity::Warning, "byte-order-mark");
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

// What to do about a file that is not UTF-8: a proposal to be judged by its sample, into a new
// file.
std::string advise_encoding(const CsvFile& csv, const fs::path& file) {
  const std::string plain = "Save the file as UTF-8 in the program that wrote it";
  if (csv.encoding() != CsvEncoding::Utf8) return plain;
  const auto guess = guess_encoding(csv.text());
  if (!guess) return plain;
  fs::path copy = file;
  copy.replace_extension(".utf-8.csv");
  return fmt::format(
      "The file seems to be written in {}. If {} reads right, write it anew and give the new file: "
      "iconv -f {} -t UTF-8 {} > {}; if not, save it as UTF-8 in the program that wrote it",
      guess->name, excerpt(guess->sample), guess->name, shell_quoted(file.string()),
      shell_quoted(copy.string()));
}

// The classes of a file, numbered as they appear.
class Labels {
 public:
  explicit Labels(bool named) : named_(named) {}

  /// The label as it counts, "-3" for " -3.0"; empty when it is none.
  std::string key(std::string_view field) const {
    if (named_) return to_nfc(trimmed(field));
    const auto number = parse_label(field);
    return number ? std::to_string(*number) : std::string();
  }

  int64_t index_of(const std::string& key) {
    const auto [known, is_new] = indices_.try_emplace(key, std::ssize(keys_));
    if (is_new) keys_.push_back(key);
    return known->second;
  }

  bool knows(const std::string& key) const { return indices_.contains(key); }

  /// The labels in order, and for each index given out its place in that order.
  std::pair<std::vector<std::string>, std::vector<int64_t>> sorted() const {
    std::vector<std::string> order = keys_;
    std::sort(order.begin(), order.end(), [&](const std::string& a, const std::string& b) {
      return named_ ? a < b : *parse_label(a) < *parse_label(b);
    });
    std::vector<int64_t> places(keys_.size());
    for (size_t i = 0; i < order.size(); ++i) {
      places[static_cast<size_t>(indices_.at(order[i]))] = static_cast<int64_t>(i);
    }
    return {std::move(order), std::move(places)};
  }

 private:
  const bool named_;
  std::vector<std::string> keys_;
  std::unordered_map<std::string, int64_t> indices_;
};

class RowReader {
 public:
  RowReader(const CsvFile& csv, const fs::path& file, const TextSurvey& found,
            OnBadData on_bad_data, Collector& findings)
      : csv_(csv),
        path_(file),
        file_(file.string()),
        found_(found),
        findings_(findings),
        refuse_(on_bad_data == OnBadData::Refuse),
        // A tenth of the rows is the most that may be skipped.
        may_skip_(10 * found.unfit <= found.rows),
        labels_(found.named) {}

  void read(const CsvRow& row) {
    const auto number = static_cast<int64_t>(row.record);
    report_oddities(row, file_, findings_);
    const size_t width = used_fields(row);
    if (width < 2) {
      bad("bad-row", number, "this row has no text after its label",
          "Write a whole number, a comma and the text", row.fields[0]);
      return;
    }
    const std::string_view field = row.fields[found_.label_column];
    if (width > 2) {
      bad("bad-row", number, fmt::format("this row has {} columns, but must have two", width),
          "Put the text between double quotes if it holds commas", field);
      return;
    }
    const std::string label = labels_.key(field);
    if (label.empty()) {
      bad("bad-label", number,
          found_.named ? "this row has no label"
                       : fmt::format("the label {} is not a whole number", excerpt(field)),
          found_.named ? "Write the name of its class" : advise_numbers(found_), field);
      return;
    }
    const std::string_view text = row.fields[found_.text_column()];
    for (const std::string_view part : {field, text}) {
      const size_t at = find_invalid_utf8(part);
      if (at == std::string_view::npos) continue;
      not_utf8(number, part, at, field);
      return;
    }
    if (is_blank_text(text)) {
      findings_.add(Severity::Warning, "empty-text", file_, number,
                    "the text is empty (the row is not used)", "Remove the row or write its text");
      lose(label, number);
      return;
    }
    if (text.find('\n') != std::string_view::npos && multi_line_++ == 0) first_multi_line_ = number;
    result_.rows.push_back({labels_.index_of(label), std::string(text), number});
  }

  LabelledRows finish(const std::optional<ClassNames>& names) {
    if (multi_line_ > 0) {
      findings_.add(
          Severity::Fact, "several-lines", file_, first_multi_line_,
          fmt::format("{} over several lines, this row being the first; rows are counted as "
                      "records, not lines",
                      counted(multi_line_, "texts")));
    }
    if (!refuse_) check_skipped(file_, "rows", skipped_, found_.rows, findings_);
    report_lost();
    auto [classes, places] = labels_.sorted();
    for (LabelledRow& row : result_.rows) {
      row.class_index = places[static_cast<size_t>(row.class_index)];
    }
    if (names && !found_.named) rename(classes, *names);
    result_.classes = std::move(classes);
    return std::move(result_);
  }

 private:
  struct Lost {
    int64_t rows = 0;
    int64_t first = 0;
  };

  void bad(const char* code, int64_t row, std::string message, const std::string& remedy,
           std::string_view label) {
    findings_.add(refuse_ ? Severity::Error : Severity::Warning, code, file_, row,
                  std::move(message) + (refuse_ ? "" : " (the row is skipped)"),
                  refuse_ && may_skip_
                      ? fmt::format("{}; or go on without such rows: {}", remedy, kSkipBadData)
                      : remedy);
    ++skipped_;
    if (refuse_) return;
    const std::string key = labels_.key(label);
    lose(key.empty() ? std::string(trimmed(label)) : key, row);
  }

  void not_utf8(int64_t row, std::string_view part, size_t at, std::string_view label) {
    if (encoding_advice_.empty()) encoding_advice_ = advise_encoding(csv_, path_);
    findings_.add(
        refuse_ ? Severity::Error : Severity::Warning, "not-utf8", file_, row,
        fmt::format("the text is not UTF-8: byte 0x{:02x} after {}{}",
                    static_cast<unsigned char>(part[at]),
                    at == 0 ? "its beginning"
                            : excerpt(part.substr(at < 20 ? 0 : at - 20, std::min<size_t>(at, 20))),
                    refuse_ ? "" : " (the row is skipped)"),
        encoding_advice_);
    ++skipped_;
    if (!refuse_) lose(labels_.key(label), row);
  }

  void lose(const std::string& label, int64_t row) {
    constexpr size_t kMostLabels = 10'000;
    if (label.empty() || (lost_.size() >= kMostLabels && !lost_.contains(label))) return;
    Lost& lost = lost_[label];
    if (lost.rows++ == 0) lost.first = row;
  }

  // A class whose every row is left out would be gone without a word.
  void report_lost() {
    for (const auto& [label, lost] : lost_) {
      // One word that no other row has is a slip of the pen.
      const bool is_class = lost.rows > 1 || found_.named || parse_label(label);
      if (!is_class || labels_.knows(label)) continue;
      findings_.add(Severity::Error, "lost-class", file_, lost.first,
                    fmt::format("no row of the class {} can be used, this being the first of {}",
                                excerpt(label), lost.rows),
                    "Repair some, or remove all of them if the class is not wanted");
    }
  }

  void rename(std::vector<std::string>& classes, const ClassNames& names) {
    for (std::string& label : classes) {
      const auto known = names.find(*parse_label(label));
      if (known != names.end()) {
        label = known->second;
        continue;
      }
      findings_.add(Severity::Error, "class-names", file_, 0,
                    fmt::format("the class {} has no name in labels.csv", label),
                    fmt::format("Add a row for it: {},its name", label));
    }
  }

  const CsvFile& csv_;
  const fs::path& path_;
  const std::string file_;
  const TextSurvey& found_;
  Collector& findings_;
  const bool refuse_;
  const bool may_skip_;
  Labels labels_;
  std::string encoding_advice_;
  LabelledRows result_;
  std::map<std::string, Lost> lost_;
  int64_t skipped_ = 0;
  int64_t multi_line_ = 0;
  int64_t first_multi_line_ = 0;
};

}  // namespace

std::string_view trimmed(std::string_view field) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
  while (!field.empty() && is_blank(field.back())) field.remove_suffix(1);
  return field;
}

std::optional<int64_t> parse_label(std::string_view field) {
  field = trimmed(field);
  if (field.starts_with('+') && field.size() > 1 && field[1] != '-') field.remove_prefix(1);
  int64_t label = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), label);
  if (error != std::errc()) return std::nullopt;
  std::string_view rest = field.substr(static_cast<size_t>(end - field.data()));
  if (rest.starts_with('.') || rest.starts_with(',')) rest.remove_prefix(1);
  if (rest.find_first_not_of('0') != std::string_view::npos || rest.size() == field.size()) {
    return std::nullopt;
  }
  return label;
}

LabelledRows read_labelled_rows(const fs::path& file, const CheckOptions& options,
                                Collector& findings, const std::optional<ClassNames>& names) {
  const CsvFile csv(file);
  const TextSurvey found = survey(csv);
  const std::string name = file.string();
  if (!judge_file(csv, found, name, findings)) return {};
  RowReader rows(csv, file, found, options.on_bad_data, findings);
  CsvReader reader = csv.reader();
  CsvRow row;
  while (reader.next(row)) {
    if (row.header) {
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
  auto own = read_class_names(file, findings);
  LabelledRows result = rows.finish(own ? own : names);
  result.names = std::move(own);
  return result;
}

}  // namespace sempurna
