// One training step of each family, by the trainer's own code: forward, loss, backward, update.
//
//   sempurna_models_bench --benchmark_filter=^bert
//
// Texts pass two layers of base width; pictures the smallest published model of their family. The
// weights are random, which costs the same. Counters: items/s are texts or pictures.

#include <ATen/ATen.h>

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/random.h"
#include "catalog/families.h"
#include "data/batching.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "run_benchmarks.h"
#include "train/tasks.h"
#include "train/training_step.h"

namespace sempurna {
namespace {

constexpr int64_t kClasses = 5;
constexpr int64_t kTexts = 32;
constexpr int64_t kPictures = 16;
constexpr int64_t kSide = 224;

/// BERT's base size but for its layers, and where `own` says otherwise.
Json text(const Json& own = Json::object()) {
  Json config = {{"hidden_size", 768},        {"num_attention_heads", 12},
                 {"intermediate_size", 3072}, {"num_hidden_layers", 2},
                 {"vocab_size", 30522},       {"max_position_embeddings", 512}};
  config.update(own);
  return config;
}

/// The config.json of each family, without its model_type.
std::map<std::string, Json> configs() {
  const Json tiny_vit = {
      {"hidden_size", 192}, {"num_attention_heads", 3}, {"intermediate_size", 768}};
  return {
      {"albert", text({{"vocab_size", 30000}, {"embedding_size", 128}})},
      {"bert", text()},
      {"convnext", {{"architecture", "convnext_atto"}}},
      {"deberta-v2", text({{"vocab_size", 128100},
                           {"relative_attention", true},
                           {"share_att_key", true},
                           {"pos_att_type", "c2p|p2c"},
                           {"norm_rel_ebd", "layer_norm"},
                           {"position_buckets", 256},
                           {"position_biased_input", false}})},
      {"deit", tiny_vit},
      {"distilbert",
       {{"dim", 768},
        {"n_heads", 12},
        {"hidden_dim", 3072},
        {"n_layers", 2},
        {"vocab_size", 30522},
        {"max_position_embeddings", 512}}},
      {"efficientnet", {{"architecture", "efficientnet_b0"}}},
      {"electra", text({{"embedding_size", 768}})},
      {"mobilenet_v2", Json::object()},
      {"mobilenet_v3", {{"architecture", "mobilenet_v3_small"}}},
      {"modernbert",
       {{"vocab_size", 50368},
        {"hidden_size", 768},
        {"num_attention_heads", 12},
        {"intermediate_size", 1152},
        {"max_position_embeddings", 8192},
        {"num_hidden_layers", 2}}},
      {"mpnet", text({{"vocab_size", 30527}, {"max_position_embeddings", 514}})},
      {"resnet",
       {{"layer_type", "basic"}, {"hidden_sizes", {64, 128, 256, 512}}, {"depths", {2, 2, 2, 2}}}},
      {"roberta", text({{"vocab_size", 50265}, {"max_position_embeddings", 514}})},
      {"squeezenet", {{"architecture", "squeezenet1_1"}}},
      {"vit", tiny_vit},
      {"xlm-roberta", text({{"vocab_size", 250002}, {"max_position_embeddings", 514}})},
  };
}

/// Texts of 8 to 40 tokens, as reviews have.
Batch texts(uint64_t vocabulary) {
  Random random(1);
  std::vector<std::vector<int32_t>> texts(kTexts);
  for (auto& text : texts) {
    text.resize(8 + random.below(33));
    for (auto& id : text) id = static_cast<int32_t>(random.below(vocabulary));
  }
  return pack_texts(std::vector<std::span<const int32_t>>(texts.begin(), texts.end()));
}

Batch pictures() {
  Batch batch;
  batch.pixels = at::randn({kPictures, 3, kSide, kSide}).contiguous(at::MemoryFormat::ChannelsLast);
  return batch;
}

void train(benchmark::State& state, const Json& config, Precision precision) {
  TrainingPlan plan;
  plan.task = family_of(config["model_type"].get<std::string>()).tasks.front();
  plan.hyperparameters = read_hyperparameters(plan.task, {}, {{"learning_rate", "0.00005"}});
  const auto& h = plan.hyperparameters;
  plan.loss = training_of(plan.task).loss(h, true);
  plan.precision = precision;
  plan.head_dropout = h.dropout_rate;
  const auto model = build_model({config, nullptr, kClasses, true, 1});
  Optimizer optimizer(h, trained_parameters(*model, false));
  Examples examples;
  examples.batch = plan.task == Task::TextClassification ? texts(config["vocab_size"]) : pictures();
  examples.labels = at::arange(examples.batch.size()).remainder(kClasses);

  int64_t number = 0;
  const auto step = [&] {
    training_step(*model, examples, plan, optimizer, number++, h.learning_rate, "a benchmark");
  };
  step();  // it also builds what is built once
  for (auto round : state) step();
  state.SetItemsProcessed(static_cast<int64_t>(state.iterations()) * examples.size());
}

void add_families() {
  std::map<std::string, Json> all = configs();
  for (const auto& [type, build] : model_builders()) {
    if (family_of(type).settled.contains("optimizer")) continue;  // solved for, not in steps
    ensure(all.contains(type), "bench/models_bench.cpp has a configuration for " + type);
    Json config = all[type];
    config["model_type"] = type;
    const auto add = [&](const std::string& name, Precision precision) {
      add_benchmark(type + "/" + name,
                    [=](benchmark::State& state) { train(state, config, precision); });
    };
    add("fp32", Precision::Fp32);
    if (kernels::bf16_supported()) add("bf16", Precision::Bf16);
  }
}

}  // namespace
}  // namespace sempurna

int main(int argc, char** argv) {
  return sempurna::run_benchmarks(argc, argv, sempurna::add_families);
}
