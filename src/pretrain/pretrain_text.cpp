#include "pretrain/pretrain_text.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/error.h"
#include "base/random.h"
#include "catalog/job_folder.h"
#include "data/batching.h"
#include "dataset/generate.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "models/masked_language.h"
#include "pretrain/learn_vocabulary.h"
#include "pretrain/masking.h"
#include "pretrain/publish.h"
#include "text/csv.h"
#include "text/tokenizer.h"
#include "train/learning_rate.h"
#include "train/loss.h"
#include "train/optimizer.h"
#include "train/run_training.h"

namespace sempurna {

namespace {

constexpr int64_t kTellEvery = 100;

struct Labelled {
  std::vector<std::string> texts;
  std::vector<std::string> labels;
};

Labelled read_corpus(const fs::path& data, const Corpus& from) {
  Labelled corpus;
  if (from.reviews > 0) {
    for (auto& review : further_reviews(from.reviews)) {
      corpus.labels.emplace_back(review.positive ? "1" : "0");
      corpus.texts.push_back(std::move(review.text));
    }
    return corpus;
  }
  const CsvFile csv(data / from.file);
  CsvReader reader = csv.reader();
  for (CsvRow row; reader.next(row);) {
    if (row.fields.size() < 2) continue;
    corpus.labels.emplace_back(row.fields[0]);
    corpus.texts.emplace_back(row.fields[1]);
  }
  return corpus;
}

Hyperparameters adamw(double learning_rate) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.learning_rate = learning_rate;
  h.epsilon = 1e-8;
  h.warmup_steps_fraction = 0.06;
  return h;
}

Pass training_pass(uint64_t seed) {
  Pass pass;
  pass.training = true;
  pass.precision = kernels::bf16_is_faster() ? Precision::Bf16 : Precision::Fp32;
  pass.seed = seed;
  return pass;
}

Batch pack(const std::vector<std::vector<int32_t>>& texts, const std::vector<int64_t>& positions) {
  std::vector<std::span<const int32_t>> chosen;
  for (const int64_t position : positions)
    chosen.emplace_back(texts[static_cast<size_t>(position)]);
  return pack_texts(chosen);
}

/// Endless positions below n: one order after the other.
class Order {
 public:
  Order(int64_t n, uint64_t seed) : n_(static_cast<uint64_t>(n)), seed_(seed) {}
  int64_t next() {
    const uint64_t epoch = count_ / n_;
    return static_cast<int64_t>(Permutation(n_, mix(seed_, epoch))(count_++ % n_));
  }

 private:
  uint64_t n_;
  uint64_t seed_;
  uint64_t count_ = 0;
};

/// One text as pieces of at most `max_length` tokens, special ones included: language modelling has
/// use for the whole of a long review.
void add_pieces(const Tokenizer& tokenizer, const std::string& text, size_t max_length,
                std::vector<std::vector<int32_t>>& pieces) {
  const auto ids = tokenizer.encode_raw(text);
  const size_t body = max_length - 2;
  for (size_t at = 0; at < ids.size(); at += body) {
    std::vector<int32_t> piece = {tokenizer.cls_id()};
    piece.insert(piece.end(), ids.begin() + static_cast<int64_t>(at),
                 ids.begin() + static_cast<int64_t>(std::min(ids.size(), at + body)));
    piece.push_back(tokenizer.sep_id());
    if (piece.size() > 4) pieces.push_back(std::move(piece));
  }
}

void model_language(const TextRecipe& recipe, const std::vector<Labelled>& corpora,
                    const fs::path& folder) {
  const auto tokenizer = load_tokenizer(folder);
  std::vector<std::vector<int32_t>> pieces;
  for (size_t i = 0; i < corpora.size(); ++i) {
    for (int64_t time = 0; time < recipe.corpora[i].repeat; ++time) {
      for (const auto& text : corpora[i].texts)
        add_pieces(*tokenizer, text, recipe.max_length, pieces);
    }
  }
  MaskedLanguageModel model({read_json(folder / "config.json"), nullptr, 2, true, recipe.seed});
  const Stage& stage = recipe.language_modelling;
  const Hyperparameters h = adamw(stage.learning_rate);
  std::vector<Parameter> trained;
  for (const Parameter& parameter : model.parameters()) {
    if (!parameter.buffer) trained.push_back(parameter);
  }
  Optimizer optimizer(h, trained);
  MaskingOptions masking;
  masking.vocabulary = static_cast<int32_t>(tokenizer->vocabulary_size());
  masking.mask = tokenizer->mask_id();
  Order order(static_cast<int64_t>(pieces.size()), mix(recipe.seed, 1));
  double sum = 0;
  for (int64_t step = 0; step < stage.steps; ++step) {
    std::vector<int64_t> positions;
    for (int64_t tokens = 0; tokens < stage.batch;) {
      positions.push_back(order.next());
      tokens += static_cast<int64_t>(pieces[static_cast<size_t>(positions.back())].size());
    }
    masking.seed = mix(recipe.seed, 2, static_cast<uint64_t>(step));
    const Masked masked = mask_tokens(pack(pieces, positions), masking);
    optimizer.clear_gradients();
    const Tensor loss = model.loss(masked.batch, masked.rows, masked.targets,
                                   training_pass(mix(recipe.seed, 3, static_cast<uint64_t>(step))));
    loss.backward();
    optimizer.step(learning_rate_at(h, step, stage.steps));
    sum += loss.item<double>();
    if ((step + 1) % kTellEvery == 0) {
      fmt::print("language modelling: step {}/{}  loss {:.3f}\n", step + 1, stage.steps,
                 sum / kTellEvery);
      std::fflush(stdout);
      sum = 0;
    }
  }
  write_half(folder / "model.safetensors", model.parameters());
}

/// One task's examples and head.
struct TaskData {
  std::vector<std::vector<int32_t>> texts;
  std::vector<std::string> names;
  std::vector<int64_t> labels;
  Tensor weight;
  Tensor bias;
};

std::map<std::string, TaskData> gather_tasks(const TextRecipe& recipe,
                                             const std::vector<Labelled>& corpora,
                                             const Tokenizer& tokenizer) {
  std::map<std::string, TaskData> tasks;
  for (size_t i = 0; i < corpora.size(); ++i) {
    if (recipe.corpora[i].task.empty()) continue;
    TaskData& task = tasks[recipe.corpora[i].task];
    for (size_t k = 0; k < corpora[i].texts.size(); ++k) {
      task.texts.push_back(tokenizer.encode(corpora[i].texts[k], recipe.max_length));
      const std::string& label = corpora[i].labels[k];
      auto at = std::find(task.names.begin(), task.names.end(), label);
      if (at == task.names.end()) at = task.names.insert(at, label);
      task.labels.push_back(at - task.names.begin());
    }
  }
  return tasks;
}

// Tasks are visited by the square root of their sizes, so that the small ones are heard.
const std::string& choose_task(const std::map<std::string, TaskData>& tasks, Random& random) {
  double all = 0;
  for (const auto& [name, task] : tasks) all += std::sqrt(static_cast<double>(task.texts.size()));
  double at = random.uniform() * all;
  for (const auto& [name, task] : tasks) {
    at -= std::sqrt(static_cast<double>(task.texts.size()));
    if (at <= 0) return name;
  }
  return tasks.rbegin()->first;
}

void learn_labels(const TextRecipe& recipe, const std::vector<Labelled>& corpora,
                  const fs::path& folder) {
  const auto tokenizer = load_tokenizer(folder);
  auto tasks = gather_tasks(recipe, corpora, *tokenizer);
  const Checkpoint checkpoint = Checkpoint::open(folder);
  const Json config = read_json(folder / "config.json");
  const auto model = build_model({config, &checkpoint, 2, true, recipe.seed});
  const ParameterSource heads(nullptr, mix(recipe.seed, 4), true);
  std::vector<Parameter> backbone;
  for (const Parameter& parameter : model->parameters()) {
    if (parameter.part == Part::Backbone) backbone.push_back(parameter);
  }
  std::map<std::string, Order> orders;
  for (auto& [name, task] : tasks) {
    const auto classes = static_cast<int64_t>(task.names.size());
    const ParameterSource head = heads.scope(name);
    task.weight = head.parameter("weight", {classes, config.at("hidden_size").get<int64_t>()},
                                 Init::normal(0.02));
    task.bias = head.parameter("bias", {classes}, Init::zeros());
    orders.emplace(name, Order(static_cast<int64_t>(task.texts.size()), mix(recipe.seed, 5)));
  }
  std::vector<Parameter> trained;
  for (const Parameter& parameter : backbone) {
    if (!parameter.buffer) trained.push_back(parameter);
  }
  for (const Parameter& parameter : heads.asked()) trained.push_back(parameter);
  const Stage& stage = recipe.classification;
  const Hyperparameters h = adamw(stage.learning_rate);
  Optimizer optimizer(h, trained);
  Random random(mix(recipe.seed, 6));
  std::map<std::string, std::pair<double, int64_t>> losses;
  for (int64_t step = 0; step < stage.steps; ++step) {
    const std::string& name = choose_task(tasks, random);
    const TaskData& task = tasks.at(name);
    std::vector<int64_t> positions;
    std::vector<int64_t> labels;
    for (int64_t i = 0; i < stage.batch; ++i) {
      positions.push_back(orders.at(name).next());
      labels.push_back(task.labels[static_cast<size_t>(positions.back())]);
    }
    const Pass pass = training_pass(mix(recipe.seed, 7, static_cast<uint64_t>(step)));
    optimizer.clear_gradients();
    const Tensor features = model->features(pack(task.texts, positions), pass);
    const Tensor loss =
        cross_entropy(at::addmm(task.bias, features, task.weight.t()), label_tensor(labels), {});
    loss.backward();
    optimizer.step(learning_rate_at(h, step, stage.steps));
    auto& [sum, count] = losses[name];
    sum += loss.item<double>();
    ++count;
    if ((step + 1) % kTellEvery == 0) {
      std::string line;
      for (const auto& [told, total] : losses) {
        line += fmt::format("  {} {:.3f}", told, total.first / static_cast<double>(total.second));
      }
      fmt::print("classification: step {}/{}{}\n", step + 1, stage.steps, line);
      std::fflush(stdout);
      losses.clear();
    }
  }
  write_half(folder / "model.safetensors", backbone);
}

// The last stage is an ordinary job, run as any person's.
void fine_tune_on_default(const TextRecipe& recipe, const fs::path& encoder,
                          const fs::path& output) {
  const TemporaryFolder temporary(fs::absolute(encoder).parent_path());
  generate_default_texts(temporary.path() / "data");
  const JobFolder job{temporary.path() / "job"};
  write_job_input(
      job,
      {output.filename().string(), recipe.fine_tune, {"model", "test", "training"}, "local", {}});
  for (const std::string channel : {"training", "test"}) {
    fs::create_directory_symlink(fs::canonical(temporary.path() / "data" / channel),
                                 job.channel(channel));
  }
  fs::create_directory_symlink(fs::canonical(encoder), job.channel("model"));
  if (run_training(job, {}) != 0)
    throw Error(Code::Unavailable, "fine-tuning on the default data failed");
  publish_half(job.model(), output);
}

/// Vocabulary, language and labels: the encoder in `folder`, which appears when it is whole.
void make_encoder(const TextRecipe& recipe, const fs::path& data, const fs::path& folder) {
  const TemporaryFolder temporary(folder.parent_path());
  const fs::path encoder = temporary.path() / "encoder";
  make_folders(encoder);

  std::vector<Labelled> corpora;
  WordCounts counts;
  for (const Corpus& corpus : recipe.corpora) {
    corpora.push_back(read_corpus(data, corpus));
    count_words(corpora.back().texts, corpus.repeat, counts);
    fmt::print("{}: {} texts\n", corpus.file.empty() ? "further reviews" : corpus.file,
               corpora.back().texts.size());
  }
  const auto vocabulary = learn_vocabulary(counts, recipe.vocabulary_size);
  fmt::print("vocabulary: {} entries from {} words\n", vocabulary.size(), counts.size());
  std::string lines;
  for (const auto& entry : vocabulary) lines += entry + "\n";
  write_file_atomic(encoder / "vocab.txt", lines);
  write_file_atomic(encoder / "tokenizer_config.json",
                    to_pretty({{"do_lower_case", true},
                               {"model_max_length", recipe.max_length},
                               {"tokenizer_class", "BertTokenizer"}}));
  Json config = recipe.config;
  config["vocab_size"] = vocabulary.size();
  write_file_atomic(encoder / "config.json", to_pretty(config));
  std::fflush(stdout);

  model_language(recipe, corpora, encoder);
  learn_labels(recipe, corpora, encoder);
  fs::rename(encoder, folder);
}

}  // namespace

void pretrain_text(const TextRecipe& recipe, const fs::path& data, const fs::path& output) {
  make_folders(fs::absolute(output).parent_path());
  if (recipe.fine_tune.empty()) return make_encoder(recipe, data, fs::absolute(output));
  // Kept beside the model: the long stages need not run again to try another last one.
  fs::path encoder = fs::absolute(output);
  encoder += "-encoder";
  if (fs::exists(encoder)) {
    fmt::print("{} is there already and is fine-tuned as it is\n", encoder.string());
  } else {
    make_encoder(recipe, data, encoder);
  }
  fine_tune_on_default(recipe, encoder, output);
}

}  // namespace sempurna
