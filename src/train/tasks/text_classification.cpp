#include <span>
#include <tuple>

#include "data/batching.h"
#include "data/text_source.h"
#include "text/tokenizer.h"
#include "train/tasks/assemble.h"
#include "train/tasks/records.h"

namespace sempurna {

namespace {

/// At most `most` bytes, cut between two characters.
std::string shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::function<WorstError(int64_t)> locator(const TextDataset& dataset, const std::string& channel) {
  constexpr size_t kShown = 300;
  std::vector<std::pair<int64_t, std::string>> rows;
  for (const auto& item : dataset.items) rows.emplace_back(item.row, shortened(item.text, kShown));
  const std::string file = dataset.file.filename().string();
  return [rows = std::move(rows), file, channel](int64_t position) {
    WorstError e;
    e.channel = channel;
    e.file = file;
    std::tie(e.row, e.text) = rows.at(static_cast<size_t>(position));
    return e;
  };
}

Parts<TextDataset> part_off(const TextDataset& dataset, const JobDataOptions& options) {
  const auto& h = options.hyperparameters;
  return part_off_validation(dataset, h.validation_split_ratio,
                             static_cast<uint64_t>(h.random_seed));
}

std::vector<double> baseline(const TextDataset& training,
                             const std::vector<const TextDataset*>& held_out,
                             const JobDataOptions& options) {
  return linear_baseline(training, held_out, baseline_progress(options));
}

JobData open(const Channels& channels, const JobDataOptions& options) {
  const auto tokenizer = load_tokenizer(options.model_folder);
  const Json config = read_json(options.model_folder / "config.json");
  check_tokenizer(*tokenizer, config);
  const size_t longest = longest_text(options.hyperparameters, *tokenizer, config);
  CheckOptions check = check_options(options);
  check.max_tokens = static_cast<int64_t>(longest);
  check.count_tokens = [&](std::string_view text) {
    return static_cast<int64_t>(tokenizer->encode_raw(text).size() +
                                tokenizer->special_token_count());
  };
  DatasetUse<TextDataset> use{nullptr, part_off, baseline, locator};
  use.source = [&](const TextDataset& dataset, const std::string& name) {
    return std::make_unique<TextSource>(dataset, *tokenizer, longest, options.threads,
                                        [&](int64_t done, int64_t total) {
                                          if (options.progress)
                                            options.progress("tokenise " + name, done, total);
                                        });
  };
  return assemble(check_texts(channels, check), options, use);
}

// Without smoothing, and with a penalty only on a classification layer that starts anew.
LossSettings loss(const Hyperparameters& h, bool fresh_head) {
  return {false, 0, fresh_head ? h.regularizers_l2 : 0};
}

/// A short text, and one as long as a job's may be, of the tokenizer's last token.
Batch examples(const ParentModel& parent) {
  const auto tokenizer = load_tokenizer(parent.folder);
  check_tokenizer(*tokenizer, parent.config);
  const size_t longest = longest_text(Hyperparameters{}, *tokenizer, parent.config);
  const std::vector<int32_t> some = tokenizer->encode("The room was clean, 10 of 10.", longest);
  const std::vector<int32_t> full(longest, static_cast<int32_t>(tokenizer->vocabulary_size()) - 1);
  if (some.empty()) {
    throw Error(Code::DataCorrupt,
                "the tokenizer in {} makes no tokens of an English sentence; its files are damaged",
                parent.folder.string());
  }
  const std::vector<std::span<const int32_t>> texts = {some, full};
  return pack_texts(texts);
}

}  // namespace

TaskTraining text_classification_training() {
  return {.open = open,
          .loss = loss,
          .drops_before_kept_head = false,
          .logs_assignments = true,
          .examples_are_pictures = false,
          .files = tokenizer_files,
          .examples = examples};
}

}  // namespace sempurna
