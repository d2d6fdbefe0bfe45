#include <algorithm>
#include <array>
#include <map>

#include "text/csv.h"

namespace sempurna {

namespace {

constexpr size_t kSampleBytes = 256 << 10;
constexpr size_t kSampleRecords = 1000;

// Among equals the first wins.
constexpr std::array<char, 4> kSeparators = {',', '\t', ';', '|'};

// What people call the columns of a labelled text, in lower case.
constexpr std::array<std::string_view, 15> kLabelNames = {
    "label",    "labels",  "class", "target",   "category", "sentiment", "intent", "topic",
    "polarity", "emotion", "kelas", "kategori", "sentimen", "emosi",     "topik"};
constexpr std::array<std::string_view, 21> kTextNames = {
    "text",    "texts",    "sentence", "review", "content", "comment",   "message",
    "tweet",   "document", "title",    "name",   "body",    "utterance", "teks",
    "kalimat", "ulasan",   "komentar", "pesan",  "isi",     "judul",     "nama"};

std::string_view trimmed(std::string_view field) {
  const size_t begin = field.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return field.substr(begin, field.find_last_not_of(" \t") - begin + 1);
}

// An integer or a decimal number, with a point or a comma.
bool is_number_like(std::string_view field) {
  field = trimmed(field);
  size_t digits = 0;
  size_t marks = 0;
  for (size_t i = 0; i < field.size(); ++i) {
    const char c = field[i];
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == '.' || c == ',') {
      ++marks;
    } else if (!(i == 0 && (c == '-' || c == '+'))) {
      return false;
    }
  }
  return digits > 0 && marks <= 1;
}

template <size_t N>
bool is_among(const std::array<std::string_view, N>& names, std::string_view field) {
  std::string lower(trimmed(field));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::find(names.begin(), names.end(), lower) != names.end();
}

bool is_customary_name(std::string_view field) {
  return names_labels(field) || names_texts(field);
}

// The first records under one dialect. Of fields only what the sniffer asks is kept.
struct Sample {
  enum class Field : char { Empty, Number, Words };
  std::vector<std::vector<Field>> records;
  size_t problems = 0;
  bool customary = false;  // the first record holds a customary name

  Sample(std::string_view text, const CsvDialect& dialect) {
    CsvReader reader(text, dialect);
    CsvRow row;
    while (records.size() < kSampleRecords && reader.position() < kSampleBytes &&
           reader.next(row)) {
      auto& record = records.emplace_back();
      for (const auto field : row.fields) {
        record.push_back(trimmed(field).empty()  ? Field::Empty
                         : is_number_like(field) ? Field::Number
                                                 : Field::Words);
      }
      problems += row.problems.size();
      if (records.size() == 1) {
        customary = std::any_of(row.fields.begin(), row.fields.end(), is_customary_name);
      }
    }
  }

  // The most frequent number of fields, the larger of equals, among records from `first` on.
  size_t columns(size_t first) const {
    std::map<size_t, size_t> counts;
    for (size_t i = first; i < records.size(); ++i) ++counts[records[i].size()];
    size_t best = 0;
    for (const auto& [columns, count] : counts) {
      if (best == 0 || count >= counts[best]) best = columns;
    }
    return best;
  }

  // How well the dialect explains the text; -1 when it does not separate anything.
  double score() const {
    const size_t usual = columns(0);
    if (usual < 2) return -1;
    size_t consistent = 0;
    size_t numbers = 0;
    size_t filled = 0;
    for (const auto& record : records) {
      if (record.size() != usual) continue;
      ++consistent;
      for (const Field field : record) {
        numbers += field == Field::Number;
        filled += field != Field::Empty;
      }
    }
    const auto all = static_cast<double>(records.size());
    return static_cast<double>(consistent) / all +
           0.5 * static_cast<double>(numbers) / static_cast<double>(std::max<size_t>(filled, 1)) -
           0.25 * std::min(1.0, static_cast<double>(problems) / all);
  }

  bool has_header() const {
    if (records.empty()) return false;
    const auto& first = records.front();
    if (std::find(first.begin(), first.end(), Field::Number) != first.end()) return false;
    if (customary) return true;
    for (size_t column = 0; column < first.size(); ++column) {
      if (first[column] != Field::Words) continue;
      size_t numbers = 0;
      size_t words = 0;
      for (size_t i = 1; i < records.size(); ++i) {
        if (column >= records[i].size()) continue;
        numbers += records[i][column] == Field::Number;
        words += records[i][column] == Field::Words;
      }
      if (numbers > 0 && numbers >= 9 * words) return true;
    }
    return false;
  }
};

CsvDialect::LineEnd first_line_end(std::string_view text) {
  const size_t at = text.find_first_of("\r\n");
  if (at == std::string_view::npos) return CsvDialect::LineEnd::None;
  if (text[at] == '\n') return CsvDialect::LineEnd::Lf;
  return text.substr(at, 2) == "\r\n" ? CsvDialect::LineEnd::CrLf : CsvDialect::LineEnd::Cr;
}

// "sep=;" as the first line: the character, and the bytes to pass over.
std::pair<char, size_t> separator_hint(std::string_view text) {
  if (text.size() < 5 || text.substr(0, 4) != "sep=") return {'\0', 0};
  const char separator = text[4];
  if (std::find(kSeparators.begin(), kSeparators.end(), separator) == kSeparators.end()) {
    return {'\0', 0};
  }
  if (text.size() == 5) return {separator, 5};
  if (text[5] == '\n') return {separator, 6};
  if (text[5] == '\r') return {separator, text.substr(5, 2) == "\r\n" ? size_t{7} : size_t{6}};
  return {'\0', 0};
}

}  // namespace

bool names_labels(std::string_view field) {
  return is_among(kLabelNames, field);
}

bool names_texts(std::string_view field) {
  return is_among(kTextNames, field);
}

CsvDialect sniff_csv(std::string_view text) {
  CsvDialect base;
  base.bom = text.substr(0, 3) == "\xEF\xBB\xBF";
  base.start = base.bom ? 3 : 0;
  base.line_end = first_line_end(text);
  const auto [hint, hint_bytes] = separator_hint(text.substr(base.start));
  if (hint_bytes > 0) {
    base.named_separator = true;
    base.separator = hint;
    base.start += hint_bytes;
  }
  const bool backslashes = text.substr(0, kSampleBytes).find("\\\"") != std::string_view::npos;
  CsvDialect best = base;
  double best_score = -1;
  for (const char separator : kSeparators) {
    if (base.named_separator && separator != hint) continue;
    for (const bool backslash : {false, true}) {
      if (backslash && !backslashes) continue;
      CsvDialect dialect = base;
      dialect.separator = separator;
      dialect.backslash = backslash;
      const double score = Sample(text, dialect).score();
      if (score > best_score) {
        best = dialect;
        best_score = score;
      }
    }
  }
  const Sample sample(text, best);
  best.header = sample.has_header();
  best.columns = sample.columns(best.header && sample.records.size() > 1 ? 1 : 0);
  return best;
}

}  // namespace sempurna
