#include <ATen/ATen.h>

#include <memory>
#include <mutex>
#include <span>
#include <tuple>

#include "catalog/families.h"
#include "data/batching.h"
#include "data/text_source.h"
#include "text/tokenizer.h"
#include "train/example_source.h"
#include "train/tasks/assemble.h"
#include "train/tasks/records.h"
#include "train/tasks/take_sample.h"
#include "words/learn_words.h"

namespace sempurna {

namespace {

/// At most `most` bytes, cut between two characters.
std::string shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::function<WrongAnswer(int64_t)> locator(const TextDataset& dataset,
                                            const std::string& channel) {
  constexpr size_t kShown = 300;
  std::vector<std::pair<int64_t, std::string>> rows;
  for (const auto& item : dataset.items) rows.emplace_back(item.row, shortened(item.text, kShown));
  const std::string file = dataset.file.filename().string();
  return [rows = std::move(rows), file, channel](int64_t position) {
    WrongAnswer e;
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

/// How a model reads texts: by its tokenizer, and cut to so many tokens.
struct Reading {
  std::shared_ptr<const Tokenizer> tokenizer;
  size_t longest;
};

Reading reading_of(const fs::path& model, const Json& config, const Hyperparameters& h) {
  const std::shared_ptr<const Tokenizer> tokenizer = load_tokenizer(model);
  check_tokenizer(*tokenizer, config);
  return {tokenizer, longest_text(h, *tokenizer, config)};
}

Reading reading_of(const JobDataOptions& options) {
  return reading_of(options.model_folder, read_json(options.model_folder / "config.json"),
                    options.hyperparameters);
}

/// What scores texts by their words beside a model that was fine-tuned; null where nothing does.
/// Throws DataCorrupt where it is missing and the model reads nothing else.
std::shared_ptr<const WordClassifier> words_beside(const fs::path& model, size_t classes) {
  auto words = words_of_model(model, classes);
  const auto reads_tokens = [&] {
    return family_of(model_type_of(read_json(model / "config.json"))).tokenizer.has_value();
  };
  if (words == nullptr && !reads_tokens()) {
    throw Error(Code::DataCorrupt, "{} holds no {}, and its model reads nothing else; get it anew",
                model.string(), kWordsFile);
  }
  return words;
}

/// What words alone say of a job's texts: of a classification layer that is kept by the classifier
/// beside it, of one that starts anew by one that learns from the training part, which comes first.
class Words {
 public:
  /// `options` must outlive it.
  explicit Words(const JobDataOptions& options) : options_(options) {
    if (options.classes) classifier_ = words_beside(options.model_folder, options.classes->size());
  }

  TextScores scores(const TextDataset& dataset, const std::string& part) {
    std::vector<std::string_view> texts;
    for (const auto& item : dataset.items) texts.emplace_back(item.text);
    const bool learns = !options_.classes && options_.hyperparameters.word_features;
    if (learns && part == "training") return learn(texts, dataset);
    if (classifier_ == nullptr) return {};
    return {classifier_->scores(texts), classifier_->outputs()};
  }

  std::shared_ptr<const WordClassifier> classifier() const { return classifier_; }

 private:
  TextScores learn(const std::vector<std::string_view>& texts, const TextDataset& dataset) {
    std::mutex mutex;
    LearnWordsOptions how{std::ssize(dataset.labels), options_.threads, [&] {
                            const std::lock_guard lock(mutex);
                            if (options_.progress) options_.progress("learning words", 0, 0);
                          }};
    LearntWords learnt = learn_words(texts, class_indices(dataset), how);
    classifier_ = std::make_shared<const WordClassifier>(std::move(learnt.classifier));
    return {std::move(learnt.unseen), classifier_->outputs()};
  }

  const JobDataOptions& options_;
  std::shared_ptr<const WordClassifier> classifier_;
};

/// `options` and `words` must outlive it.
DatasetUse<TextDataset> use_of(const Reading& reading, const JobDataOptions& options,
                               Words& words) {
  return {[reading, &options, &words](const TextDataset& dataset, const std::string& part) {
            const auto progress = [&](int64_t done, int64_t total) {
              if (options.progress) options.progress("tokenise " + part, done, total);
            };
            return std::make_unique<TextSource>(dataset, *reading.tokenizer, reading.longest,
                                                options.threads, progress,
                                                words.scores(dataset, part));
          },
          part_off, baseline, locator};
}

JobData open(const Channels& channels, const JobDataOptions& options) {
  const Reading reading = reading_of(options);
  CheckOptions check = check_options(options);
  check.max_tokens = static_cast<int64_t>(reading.longest);
  check.count_tokens = [&](std::string_view text) {
    return static_cast<int64_t>(reading.tokenizer->encode_raw(text).size() +
                                reading.tokenizer->special_token_count());
  };
  Words words(options);
  JobData data = assemble(check_texts(channels, check), options, use_of(reading, options, words));
  data.words = words.classifier();
  return data;
}

DataPart measured(const std::string& place, const JobDataOptions& options) {
  Words words(options);
  return assemble_measured(check_texts({"", "", place}, check_options(options)),
                           use_of(reading_of(options), options, words));
}

std::shared_ptr<const WordClassifier> words_of(const ParentModel& model) {
  if (!model.top_layer) return nullptr;
  return words_beside(model.folder, model.top_layer->labels.size());
}

int64_t scores(const ParentModel& model) {
  const auto words = words_of(model);
  return words == nullptr ? 0 : words->outputs();
}

InputReader reader(const ParentModel& model, const Hyperparameters& h) {
  const Reading reading = reading_of(model.folder, model.config, h);
  reading.tokenizer->encode("", reading.longest);  // throws where no text would fit
  return [reading, words = words_of(model)](const PredictInput& input) {
    const std::vector<int32_t> tokens =
        reading.tokenizer->encode(input.texts.at(0), reading.longest);
    const std::span<const int32_t> text = tokens;
    Batch batch = pack_texts(std::span(&text, 1));
    if (words != nullptr) {
      batch.scores = at::empty({1, words->outputs()}, at::kFloat);
      std::ranges::copy(words->scores({input.texts.at(0)}), batch.scores.data_ptr<float>());
    }
    return batch;
  };
}

// Without smoothing, and with a penalty only on a classification layer that starts anew.
LossSettings loss(const Hyperparameters& h, bool fresh_head) {
  return {false, 0, fresh_head ? h.regularizers_l2 : 0};
}

/// A short text, and one as long as a job's may be, of the tokenizer's last token.
Batch examples(const ParentModel& parent) {
  const auto [tokenizer, longest] = reading_of(parent.folder, parent.config, Hyperparameters{});
  const std::vector<int32_t> some = tokenizer->encode("The room was clean, 10 of 10.", longest);
  const auto last = static_cast<int32_t>(tokenizer->vocabulary_size()) - 1;
  const std::vector<int32_t> full(last < 0 ? 0 : longest, last);
  if (some.size() < std::min<size_t>(1, full.size())) {
    throw Error(Code::DataCorrupt,
                "the tokenizer in {} makes no tokens of an English sentence; its files are damaged",
                parent.folder.string());
  }
  const std::vector<std::span<const int32_t>> texts = {some, full};
  return pack_texts(texts);
}

Json seen(const TextDataset& dataset, int64_t position, const Reading& reading) {
  constexpr size_t kShown = 1000;
  const TextItem& item = dataset.items.at(static_cast<size_t>(position));
  const Tokenizer& tokenizer = *reading.tokenizer;
  Json tokens = Json::array();
  for (const int32_t id : tokenizer.encode(item.text, reading.longest))
    tokens.push_back(tokenizer.token(id));
  const size_t whole = tokenizer.encode_raw(item.text).size() + tokenizer.special_token_count();
  return {{"file", dataset.file.filename().string()},
          {"row", item.row},
          {"label", class_names(dataset).at(static_cast<size_t>(item.class_index))},
          {"text", shortened(item.text, kShown)},
          {"cut", whole > tokens.size()},
          {"tokens", std::move(tokens)}};
}

Json preview(const Channels& channels, const JobDataOptions& options, int64_t most) {
  const Reading reading = reading_of(options);
  const Checked<TextDataset> checked = check_texts(channels, check_options(options));
  refuse_errors(checked.findings);
  const TextDataset& dataset = checked.training.value();
  Json examples = Json::array();
  const auto batch = training_batches(std::ssize(dataset.items), most,
                                      static_cast<uint64_t>(options.hyperparameters.seed), 0)
                         .front();
  for (const int64_t position : std::span(batch).first(std::min<size_t>(batch.size(), most)))
    examples.push_back(seen(dataset, position, reading));
  return {{"examples", std::move(examples)}, {"longest", reading.longest}};
}

DataSample sample(const Channels& channels, const JobDataOptions& options,
                  const SampleSizes& most) {
  const auto look = [](TextDataset&) {};
  const auto baseline = [](const TextDataset& training, const TextDataset& held_out) {
    return linear_baseline(training, {&held_out}).front();
  };
  const auto source = [](const TextDataset& dataset, const JobDataOptions& of_model) {
    const Reading reading = reading_of(of_model);
    return std::make_unique<TextSource>(dataset, *reading.tokenizer, reading.longest,
                                        of_model.threads);
  };
  return take_sample<TextDataset>(check_texts(channels, check_options(options)), most,
                                  {look, baseline, source});
}

}  // namespace

TaskTraining text_classification_training() {
  return {.open = open,
          .measured = measured,
          .reader = reader,
          .scores = scores,
          .loss = loss,
          .drops_before_kept_head = false,
          .logs_assignments = true,
          .files = tokenizer_files,
          .examples = examples,
          .preview = preview,
          .sample = sample};
}

}  // namespace sempurna
