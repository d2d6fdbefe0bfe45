#include <algorithm>
#include <memory>
#include <set>

#include "base/error.h"
#include "dataset/source.h"
#include "dataset/tasks/records.h"
#include "dataset/text_rows.h"
#include "text/csv.h"
#include "text/foreign_file.h"
#include "text/tokenizer.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

CheckOutcome check(const Channels& channels, const CheckOptions& options) {
  return outcome_of(check_texts(channels, options));
}

std::unique_ptr<Tokenizer> tokenizer_of(const fs::path& model) {
  auto tokenizer = load_tokenizer(model);
  check_tokenizer(*tokenizer, read_json(model / "config.json"));
  return tokenizer;
}

void judge_by(const fs::path& model, const Hyperparameters& h, CheckOptions& options) {
  const std::shared_ptr<const Tokenizer> tokenizer = tokenizer_of(model);
  options.count_tokens = [tokenizer](std::string_view text) {
    return static_cast<int64_t>(tokenizer->encode_raw(text).size() +
                                tokenizer->special_token_count());
  };
  options.max_tokens = h.max_length;
}

/// Without signs and zeros that a whole number does not need.
std::string plain(const std::string& label) {
  const auto number = parse_label(label);
  return number ? std::to_string(*number) : to_nfc(label);
}

// As the check reads them, so that " 1", "+1" and "01" are the class 1.
bool has_classes(const fs::path& source, const std::vector<std::string>& labels) {
  Collector findings;
  CheckOptions options;
  options.on_bad_data = OnBadData::Skip;
  const LabelledRows read = read_labelled_rows(source, options, findings);
  const std::set<std::string> there(read.classes.begin(), read.classes.end());
  std::set<std::string> wanted;
  for (const auto& label : labels) wanted.insert(plain(label));
  return there == wanted;
}

// The texts stand where they stand for training: behind the label, or alone.
void rows_of(const fs::path& file, const TakeInput& take) {
  const CsvFile csv(file);
  CsvReader reader = csv.reader();
  CsvRow row;
  size_t column = 1;
  while (reader.next(row)) {
    if (row.header) {
      // It may say that the text comes first.
      if (!row.fields.empty() && names_texts(row.fields.front())) column = 0;
      continue;
    }
    if (row.fields.empty()) continue;
    const std::string text(row.fields[std::min(column, row.fields.size() - 1)]);
    take({file.string(),
          static_cast<int64_t>(row.record),
          {text},
          is_blank(text) ? "the text is blank" : ""});
  }
}

// A text; or a data.csv, or a folder with one, whose texts are read as in training, its labels
// passed over.
void inputs(const std::string& given, const TakeInput& take) {
  std::error_code not_a_path;
  if (fs::is_directory(given, not_a_path)) {
    const fs::path table = fs::path(given) / "data.csv";
    if (!fs::exists(table, not_a_path)) {
      throw Error(Code::NotFound, "{} is a folder without a data.csv", given);
    }
    return rows_of(table, take);
  }
  if (!fs::is_regular_file(given, not_a_path)) {
    if (is_table(given) && given.find_first_of(" \t\n") == std::string::npos) {
      throw Error(Code::NotFound,
                  "{} does not exist; check its name, or, if it is a text, give it on standard "
                  "input: `sempurna predict ARCHIVE -`",
                  given);
    }
    return take({{}, 0, {given}});
  }
  if (is_table(given)) return rows_of(given, take);
  if (const auto foreign = recognise_foreign(MappedFile(given).text(), given)) {
    throw Error(Code::InvalidArgument,
                "{} is {}, but this model reads texts; give it texts, or a CSV file of them", given,
                foreign->what);
  }
  throw Error(Code::InvalidArgument,
              "{} is a file, but this model reads texts; give the file's lines on standard input: "
              "`sempurna predict ARCHIVE - < {}`",
              given, given);
}

PredictInput input_of_line(const std::string& line, int64_t number) {
  return {"-", number, {line}, is_blank(line) ? kBlankLine : ""};
}

PredictInput input_of_body(std::string body) {
  if (is_blank(body)) throw Error(Code::InvalidArgument, "the text is blank; send one to answer");
  if (find_invalid_utf8(body) != std::string::npos) {
    throw Error(Code::InvalidArgument, "the text is not UTF-8; send it in that encoding");
  }
  return {{}, 0, {std::move(body)}};
}

}  // namespace

TaskData text_classification_data() {
  return {.check = check,
          .check_model = [](const fs::path& model) { tokenizer_of(model); },
          .judge_by = judge_by,
          .has_classes = has_classes,
          .inputs = inputs,
          .input_of_line = input_of_line,
          .texts = {"text"},
          .content_types = {"application/x-text", "text/plain"},
          .input_of_body = input_of_body};
}

}  // namespace sempurna
