#include "pretrain/learn_meaning.h"

#include <ATen/ATen.h>

#include "data/batching.h"
#include "pretrain/encoder_folder.h"
#include "pretrain/publish.h"
#include "pretrain/task_heads.h"
#include "pretrain/word_cutter.h"

namespace sempurna {

namespace {

constexpr double kTemperature = 0.05;
/// Of the distance to the words' vectors, beside the other loss.
constexpr double kVectorsWeight = 3;
/// How many pairs of passages are one passage twice.
constexpr double kTwins = 0.5;

Tensor unit(const Tensor& rows) {
  return rows / rows.norm(2, {1}, true).clamp_min(1e-6);
}

/// [P, W]: the mean vector of each text's words, less the mean of all texts, of unit length; zeros
/// where no word has a vector; undefined where there are no vectors.
Tensor mean_vectors(const std::vector<std::string>& texts, const WordVectors& vectors) {
  if (vectors.empty()) return {};
  const WordCutter cutter(texts);
  std::vector<float> all;
  for (const auto& text : texts) vectors.add_mean(cutter(text), all);
  Tensor means = at::empty({static_cast<int64_t>(texts.size()), vectors.width()});
  std::copy(all.begin(), all.end(), means.data_ptr<float>());
  const Tensor known = means.abs().sum(1, true).gt(0);
  means = (means - means.sum(0, true) / known.sum().clamp_min(1)) * known;
  return unit(means);
}

/// What a step takes its texts from: pairs, or a task's examples.
struct Source {
  std::string name;
  double share = 0;
  TokenTexts passages;  ///< those of the pairs
  std::vector<std::pair<int64_t, int64_t>> pairs;
  bool twins = false;              ///< whether a pair may be its first text twice
  const TaskData* task = nullptr;  ///< or this
  Tensor vectors;                  ///< of each text
  Order order{1, 0};

  const TokenTexts& texts() const { return task != nullptr ? task->texts : passages; }
  int64_t count() const {
    return std::ssize(pairs) + (task != nullptr ? std::ssize(task->texts) : 0);
  }
};

Source source_of_pairs(const Corpus& corpus, const Texts& texts, size_t max_length,
                       const Tokenizer& tokenizer, const WordVectors& vectors) {
  const fs::path file = corpus.file;
  Source source;
  source.name = file.stem();
  source.share = corpus.share;
  for (const auto& text : texts.texts)
    source.passages.push_back(tokenizer.encode(text, max_length));
  source.pairs = texts.pairs;
  source.twins = file.extension() == ".txt";
  source.vectors = mean_vectors(texts.texts, vectors);
  return source;
}

Source source_of_task(const std::string& name, const TaskData& task, const TextRecipe& recipe,
                      const std::vector<Texts>& corpora, const WordVectors& vectors) {
  Source source;
  source.name = name;
  source.share = task.share;
  source.task = &task;
  std::vector<std::string> texts;
  for (size_t i = 0; i < corpora.size(); ++i) {
    if (recipe.corpora[i].task != name) continue;
    texts.insert(texts.end(), corpora[i].texts.begin(), corpora[i].texts.end());
  }
  source.vectors = mean_vectors(texts, vectors);
  return source;
}

Source& choose(std::vector<Source>& sources, Random& random) {
  double all = 0;
  for (const Source& source : sources) all += source.share;
  double at = random.uniform() * all;
  for (Source& source : sources) {
    at -= source.share;
    if (at <= 0) return source;
  }
  return sources.back();
}

/// Of `count` examples the positions, or of `count` pairs those of the first texts and then those
/// of the others.
std::vector<int64_t> next_positions(Source& source, int64_t count, Random& random) {
  std::vector<int64_t> positions;
  std::vector<int64_t> others;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t next = source.order.next();
    if (source.task != nullptr) {
      positions.push_back(next);
      continue;
    }
    const auto [one, other] = source.pairs[static_cast<size_t>(next)];
    positions.push_back(one);
    others.push_back(source.twins && random.uniform() < kTwins ? one : other);
  }
  positions.insert(positions.end(), others.begin(), others.end());
  return positions;
}

/// One less the mean cosine between what a linear layer finds in the features and the vectors.
Tensor distance(const Tensor& features, const Tensor& layer, const Tensor& wanted) {
  return 1 - (unit(at::mm(features, layer.t())) * wanted).sum(1).mean();
}

}  // namespace

Tensor contrast(const Tensor& a, const Tensor& b) {
  const Tensor alike = at::mm(unit(a), unit(b).t()) / kTemperature;
  const Tensor own = at::arange(a.size(0), at::kLong);
  return (at::cross_entropy_loss(alike, own) + at::cross_entropy_loss(alike.t(), own)) / 2;
}

void learn_meaning(const TextRecipe& recipe, const std::vector<Texts>& corpora,
                   const WordVectors& vectors, const fs::path& folder, const StagePlace& place) {
  EncoderFolder encoder = open_encoder(folder, recipe.seed);
  std::vector<Parameter> learning = trained(encoder.backbone);
  const ParameterSource fresh(nullptr, mix(recipe.seed, 8), true);
  Tensor to_vectors;
  if (!vectors.empty()) {
    to_vectors =
        fresh.parameter("vectors", {vectors.width(), encoder.features}, Init::normal(0.02));
    learning.push_back(fresh.asked().front());
  }
  const auto tasks = gather_tasks(recipe, corpora, *encoder.tokenizer, encoder.features, learning);
  std::vector<Source> sources;
  for (size_t i = 0; i < corpora.size(); ++i) {
    if (recipe.corpora[i].share <= 0 || corpora[i].pairs.empty()) continue;
    sources.push_back(source_of_pairs(recipe.corpora[i], corpora[i], recipe.max_length,
                                      *encoder.tokenizer, vectors));
  }
  for (const auto& [name, task] : tasks) {
    if (task.share > 0) sources.push_back(source_of_task(name, task, recipe, corpora, vectors));
  }
  for (Source& source : sources) source.order = Order(source.count(), mix(recipe.seed, 9));

  Random random(mix(recipe.seed, 10));
  using Drawn = std::pair<const Source*, std::vector<int64_t>>;
  const int64_t batch = place.stage.batch;
  const auto draw = [&](int64_t) {
    Source& source = choose(sources, random);
    return Drawn{&source, next_positions(source, batch, random)};
  };
  const auto learn = [&](int64_t step, const Drawn& drawn) {
    const auto& [source, positions] = drawn;
    const Pass pass = training_pass(mix(recipe.seed, 11, static_cast<uint64_t>(step)));
    const Tensor features = encoder.model->features(pack(source->texts(), positions), pass);
    Tensor loss = source->task != nullptr
                      ? task_loss(*source->task, features, positions)
                      : contrast(features.narrow(0, 0, batch), features.narrow(0, batch, batch));
    StageLosses losses = {{source->name, loss.item<double>()}};
    if (source->vectors.defined()) {
      const Tensor wanted = source->vectors.index_select(0, label_tensor(positions));
      const Tensor apart = distance(features, to_vectors, wanted);
      losses.emplace_back("vectors", apart.item<double>());
      loss = loss + kVectorsWeight * apart;
    }
    loss.backward();
    return losses;
  };
  run_stage(place, learning, draw, learn);
  add_pooler(encoder);
  write_half(place.result, encoder.backbone);
}

}  // namespace sempurna
