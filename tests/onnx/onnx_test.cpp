#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "models/architectures.h"
#include "models/golden.h"
#include "models/scored_model.h"
#include "onnx/evaluate_graph.h"
#include "onnx/probe.h"
#include "onnx/write_onnx.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

constexpr int64_t kLongest = 9;

Json golden(const std::string& file) {
  return read_json(source_tree() / "tests/golden/models" / file);
}

/// config.json by a name: one of every family in each layout, every activation, relative positions,
/// and what else changes the drawing.
const std::map<std::string, Json>& configs() {
  static const std::map<std::string, Json> kConfigs = [] {
    std::map<std::string, Json> all;
    for (const auto& entry : fs::directory_iterator(source_tree() / "tests/golden/models")) {
      const std::string name = entry.path().filename().string();
      if (entry.is_directory()) all[name] = golden(name + "/config.json");
    }
    const Json variants = golden("variants.json");
    for (const auto& [name, variant] : variants.items()) {
      Json& config = all[name] = all.at(variant.at("base"));
      config.update(variant.at("config"));
    }
    for (const char* architecture :
         {"convnext_atto", "deit3_small_patch16_224", "efficientnet_b0", "efficientnet_lite0",
          "efficientnet_v2_s", "mobilenet_v3_large", "mobilenetv2_110d", "resnet26d",
          "squeezenet1_0", "squeezenet1_1", "tf_efficientnet_b0", "tf_mobilenetv3_small_100",
          "vit_small_patch32_224"}) {
      all[architecture] = {{"architecture", architecture}};
    }
    Json deit = all.at("vit");
    deit["model_type"] = "deit";
    all["deit"] = deit;
    return all;
  }();
  return kConfigs;
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& [name, config] : configs()) all.push_back(name);
  return all;
}

/// Of three classes, each weight, bias and running value somewhat off what it is begun with, so
/// that none may be left out.
std::unique_ptr<Model> model_of(const Json& config) {
  auto model = build_model({config, nullptr, 3, true, 1});
  const at::NoGradGuard no_gradients;
  Random random(5);
  for (const Parameter& parameter : model->parameters()) {
    if (!parameter.tensor.is_floating_point()) continue;
    const bool is_variance = parameter.name.ends_with("running_var");
    auto* values = parameter.tensor.data_ptr<float>();
    for (int64_t k = 0; k < parameter.tensor.numel(); ++k) {
      const auto off = static_cast<float>(random.uniform(-0.1, 0.1));
      values[k] = is_variance ? values[k] * (1 + off) : values[k] + 0.2F * off;
    }
  }
  return model;
}

class Drawn : public testing::TestWithParam<std::string> {};

void write_tensor(const fs::path& file, const Tensor& tensor) {
  const Tensor dense = tensor.contiguous();
  write_file_atomic(file, {static_cast<const char*>(dense.data_ptr()), dense.nbytes()});
}

/// For tests/end_to_end/onnx_test.py, which has ONNX Runtime answer the same: the graph, its inputs
/// and the model's logits.
void keep(const std::string& name, const Graph& graph, const Probe& probe, const Tensor& logits) {
  const char* folder = std::getenv("SEMPURNA_ONNX_SAMPLES");
  if (folder == nullptr) return;
  const fs::path to = fs::path(folder) / name;
  make_folders(to);
  write_onnx(graph, name, to / "model.onnx");
  Json inputs = Json::object();
  for (const auto& [of, tensor] : probe.inputs) {
    write_tensor(to / (of + ".raw"), tensor);
    inputs[of] = {{"type", tensor.scalar_type() == at::kLong ? "int64" : "float32"},
                  {"dims", tensor.sizes().vec()}};
  }
  write_tensor(to / "logits.raw", logits);
  write_file_atomic(to / "sample.json", to_pretty({{"inputs", inputs}}));
}

TEST_P(Drawn, AnswersAsTheModelDoes) {
  const Json& config = configs().at(GetParam());
  const auto model = model_of(config);
  Graph graph;
  model->draw(graph);
  const int64_t longest = std::min(kLongest, model->max_tokens());
  for (const int64_t count : {1, 3}) {
    const Probe probe = draw_probe(graph, count, longest, config.value("pad_token_id", 0), 7);
    const at::NoGradGuard no_gradients;
    const Tensor logits = logits_of(*model, probe.batch);
    const Tensor drawn = evaluate_graph(graph, probe.inputs).at("logits");
    ASSERT_EQ(drawn.sizes(), logits.sizes());
    EXPECT_LT(largest_difference(drawn, logits), 1e-4);
    keep(GetParam(), graph, probe, logits);
  }
}

INSTANTIATE_TEST_SUITE_P(Config, Drawn, testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
});

TEST(Graph, WhatAnInputDecidesIsSeen) {
  const auto model = model_of(configs().at("bert"));
  Graph graph;
  model->draw(graph);
  Probe probe = draw_probe(graph, 1, kLongest, 0, 7);
  const Tensor before = evaluate_graph(graph, probe.inputs).at("logits");
  for (const char* input : {"input_ids", "attention_mask", "token_type_ids"}) {
    auto inputs = probe.inputs;
    inputs[input] = 1 - inputs[input].clamp_max(1);
    EXPECT_FALSE(at::equal(evaluate_graph(graph, inputs).at("logits"), before)) << input;
  }
}

TEST(ScoredModel, DrawsTheScoresOfWordsAsAnInput) {
  const auto model = with_scores(model_of(configs().at("bert")), 3);
  Graph graph;
  model->draw(graph);
  const Probe probe = draw_probe(graph, 3, kLongest, 0, 7);
  ASSERT_TRUE(probe.inputs.contains("word_scores"));
  const at::NoGradGuard no_gradients;
  const Tensor logits = logits_of(*model, probe.batch);
  EXPECT_LT(largest_difference(evaluate_graph(graph, probe.inputs).at("logits"), logits), 1e-4);
  keep("scored", graph, probe, logits);
}

}  // namespace
}  // namespace sempurna
