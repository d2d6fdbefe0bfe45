#include <memory>
#include <set>

#include "dataset/tasks/records.h"
#include "dataset/text_rows.h"
#include "text/tokenizer.h"
#include "text/unicode.h"

namespace sempurna {

namespace {

CheckOutcome check(const Channels& channels, const CheckOptions& options) {
  return outcome_of(check_texts(channels, options));
}

void judge_by(const fs::path& model, const Hyperparameters& h, CheckOptions& options) {
  const std::shared_ptr<const Tokenizer> tokenizer = load_tokenizer(model);
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

}  // namespace

TaskData text_classification_data() {
  return {.check = check, .judge_by = judge_by, .has_classes = has_classes};
}

}  // namespace sempurna
