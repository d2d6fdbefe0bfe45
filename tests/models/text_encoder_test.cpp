#include "models/text_encoder.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <utility>

#include "base/error.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "models/golden.h"
#include "tensor/convert.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

std::string message(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    return error.what();
  }
  return "no error";
}

/// The golden checkpoint with its tensors renamed; an empty new name leaves one out.
class RenamedCheckpoint {
 public:
  RenamedCheckpoint(const Golden& golden, const std::function<std::string(std::string)>& rename)
      : checkpoint_(write(folder_.path() / "model.safetensors", golden, rename)) {}

  const Checkpoint* get() const { return &checkpoint_; }

 private:
  static Checkpoint write(const fs::path& file, const Golden& golden,
                          const std::function<std::string(std::string)>& rename) {
    const Checkpoint& original = *golden.request().checkpoint;
    std::vector<TensorView> tensors;
    for (const auto& name : original.names()) {
      TensorView view = *original.find(name);
      view.name = rename(name);
      if (!view.name.empty()) tensors.push_back(view);
    }
    write_safetensors(file, tensors);
    return Checkpoint::open(file);
  }

  TemporaryFolder folder_;
  Checkpoint checkpoint_;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string without_prefix(const std::string& name) {
  const size_t dot = name.find('.');
  const bool head = name.starts_with("classifier") || name.starts_with("pre_classifier") ||
                    name.starts_with("pooler") || name.starts_with("head");
  return head ? name : name.substr(dot + 1);
}

std::string with_gamma_and_beta(std::string name) {
  return replaced(replaced(std::move(name), "LayerNorm.weight", "LayerNorm.gamma"),
                  "LayerNorm.bias", "LayerNorm.beta");
}

class TextFamilies : public testing::TestWithParam<const char*> {
 protected:
  Golden golden_{GetParam()};
};

TEST_P(TextFamilies, ATextAloneHasTheLogitsThatItHasInABatch) {
  const auto model = golden_.model();
  const Batch& all = golden_.batch();
  for (int64_t b = 0; b < all.size(); ++b) {
    const auto from = all.offsets[b].item<int64_t>();
    const auto to = all.offsets[b + 1].item<int64_t>();
    Batch one;
    one.token_ids = all.token_ids.slice(0, from, to);
    one.positions = all.positions.slice(0, from, to);
    if (all.segments.defined()) one.segments = all.segments.slice(0, from, to);
    one.offsets = at::tensor({0, static_cast<int>(to - from)}, at::kInt);
    EXPECT_LE(
        (logits_of(*model, one) - golden_.logits().slice(0, b, b + 1)).abs().max().item<double>(),
        1e-5);
  }
}

TEST_P(TextFamilies, InBf16TheLogitsAreAsNearAsBf16Can) {
  if (!kernels::bf16_supported()) GTEST_SKIP() << kNoBf16;
  const auto model = golden_.model();
  Pass pass;
  pass.precision = Precision::Bf16;
  const Tensor features = model->features(golden_.batch(), pass);
  EXPECT_EQ(features.scalar_type(), at::kFloat);
  const Tensor logits = model->classify(features, pass);
  EXPECT_EQ(logits.scalar_type(), at::kFloat);
  const double largest = std::max(1.0, golden_.logits().abs().max().item<double>());
  EXPECT_LE((logits - golden_.logits()).abs().max().item<double>(), 0.01 * largest);
  EXPECT_FALSE(at::equal(logits, logits_of(*model, golden_.batch())));
}

TEST_P(TextFamilies, InBf16EveryParameterHasAnFp32Gradient) {
  if (!kernels::bf16_supported()) GTEST_SKIP() << kNoBf16;
  const auto model = golden_.model();
  Pass pass;
  pass.precision = Precision::Bf16;
  at::cross_entropy_loss(logits_of(*model, golden_.batch(), pass), golden_.batch().labels)
      .backward();
  for (const auto& parameter : model->parameters()) {
    if (parameter.buffer) continue;
    ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
    EXPECT_EQ(parameter.tensor.grad().scalar_type(), at::kFloat) << parameter.name;
  }
}

TEST_P(TextFamilies, ACheckpointOfTheEncoderAloneOrWithOldNamesLoads) {
  for (const bool bare : {false, true}) {
    for (const bool old : {false, true}) {
      const RenamedCheckpoint renamed(golden_, [&](std::string name) {
        if (old) name = with_gamma_and_beta(name);
        return bare ? without_prefix(name) : name;
      });
      ModelRequest request = golden_.request();
      request.checkpoint = renamed.get();
      const auto model = build_model(request);
      EXPECT_LE((logits_of(*model, golden_.batch()) - golden_.logits()).abs().max().item<double>(),
                1e-5)
          << "bare " << bare << ", old " << old;
      EXPECT_EQ(model->parameters().size(), golden_.model()->parameters().size());
    }
  }
}

TEST_P(TextFamilies, AMissingTensorOfTheEncoderIsNamed) {
  std::string left_out;
  const RenamedCheckpoint incomplete(golden_, [&](std::string name) {
    const bool layer = name.find("embeddings.LayerNorm.bias") != std::string::npos ||
                       name.find("embeddings.norm.weight") != std::string::npos;
    if (layer) left_out = name;
    return layer ? "" : name;
  });
  ModelRequest request = golden_.request();
  request.checkpoint = incomplete.get();
  EXPECT_TRUE(message([&] { build_model(request); }).starts_with("the weights lack " + left_out))
      << message([&] { build_model(request); });
}

TEST_P(TextFamilies, AFreshHeadIsAllThatIsFresh) {
  ModelRequest request = golden_.request();
  request.fresh_head = true;
  request.classes = 1;
  const auto model = build_model(request);
  for (const auto& parameter : model->parameters()) {
    EXPECT_EQ(parameter.fresh, parameter.part == Part::Head) << parameter.name;
  }
  EXPECT_EQ(logits_of(*model, golden_.batch()).sizes(), at::IntArrayRef({3, 1}));
  EXPECT_EQ(model->classification_weight().sizes(), at::IntArrayRef({1, 32}));
}

TEST_P(TextFamilies, FrozenFeaturesGiveTheSameLogits) {
  const auto model = golden_.model();
  const at::NoGradGuard no_grad;
  const Tensor kept = model->features(golden_.batch(), {}).clone();
  EXPECT_TRUE(at::equal(model->classify(kept, {}), logits_of(*model, golden_.batch())));
}

TEST_P(TextFamilies, HeadDropoutLeavesTheFeaturesAlone) {
  const auto model = golden_.model();
  Pass pass;
  pass.training = true;
  pass.head_dropout = 0.5;
  pass.seed = 3;
  const Tensor features = model->features(golden_.batch(), pass);
  EXPECT_TRUE(at::equal(features, model->features(golden_.batch(), {})));
  EXPECT_FALSE(at::equal(model->classify(features, pass), model->classify(features, {})));
  pass.training = false;
  EXPECT_TRUE(at::equal(model->classify(features, pass), model->classify(features, {})));
}

TEST_P(TextFamilies, ATrainingStepRepeatsToTheByte) {
  Pass pass;
  pass.training = true;
  pass.head_dropout = 0.3;
  pass.backbone_dropout = 0.2;
  pass.seed = 11;
  const auto gradients = [&](const Pass& of_step) {
    const auto model = golden_.model();
    at::cross_entropy_loss(logits_of(*model, golden_.batch(), of_step), golden_.batch().labels)
        .backward();
    std::vector<Tensor> all;
    for (const auto& parameter : model->parameters()) {
      if (!parameter.buffer) all.push_back(parameter.tensor.grad());
    }
    return all;
  };
  const auto first = gradients(pass);
  pass.places = 0;
  const auto again = gradients(pass);
  pass.places = 0;
  pass.seed = 12;
  const auto other = gradients(pass);
  ASSERT_EQ(first.size(), again.size());
  for (size_t i = 0; i < first.size(); ++i) EXPECT_TRUE(at::equal(first[i], again[i])) << i;
  EXPECT_FALSE(at::equal(first[0], other[0]));
}

TEST_P(TextFamilies, ATextBeyondThePositionsIsRefused) {
  const auto model = golden_.model();
  EXPECT_EQ(model->max_tokens(), 40);
  const auto text = [](int length) {
    Batch batch;
    batch.token_ids = at::full({length}, 7, at::kLong);
    batch.positions = at::arange(length, at::kLong);
    batch.offsets = at::tensor({0, length}, at::kInt);
    return batch;
  };
  EXPECT_EQ(message([&] { model->features(text(40), {}); }), "no error");
  EXPECT_EQ(message([&] { model->features(text(41), {}); }),
            "a text has 41 tokens, but the model reads at most 40 (max_position_embeddings in "
            "config.json); shorten it or lower max_length");
}

TEST_P(TextFamilies, AnOddConfigIsRefusedByItsField) {
  const bool distil = std::string(GetParam()) == "distilbert";
  const bool modern = std::string(GetParam()) == "modernbert";
  const auto refusal = [&](std::string_view field, const Json& value) {
    ModelRequest request = golden_.request();
    request.checkpoint = nullptr;
    request.config[std::string(field)] = value;
    return message([&] { build_model(request); });
  };
  const std::string width = distil ? "dim" : "hidden_size";
  const std::string heads = distil ? "n_heads" : "num_attention_heads";
  EXPECT_NE(refusal(width, -32).find("'" + width + "'"), std::string::npos);
  EXPECT_NE(refusal(width, nullptr).find("has nothing for '" + width + "'"), std::string::npos);
  EXPECT_NE(refusal("vocab_size", 1e15).find("'vocab_size'"), std::string::npos);
  EXPECT_EQ(refusal(heads, 5),
            "config.json asks for 5 attention heads over a width of 32; the heads must divide the "
            "width");
  if (!distil && !modern) {
    EXPECT_NE(refusal("position_embedding_type", "rotary").find("position_embedding_type"),
              std::string::npos);
  }
  const Json& embedding = golden_.request().config;
  if (!embedding.contains("embedding_size")) {
    ModelRequest request = golden_.request();
    request.checkpoint = nullptr;
    request.config["vocab_size"] = 1 << 24;
    request.config[width] = 1 << 16;
    if (embedding.contains("pooler_hidden_size")) request.config["pooler_hidden_size"] = 1 << 16;
    EXPECT_NE(message([&] { build_model(request); }).find("at most 2147 million"),
              std::string::npos);
  }
}

TEST_P(TextFamilies, WeightsOfAnotherSizeAreRefused) {
  ModelRequest request = golden_.request();
  request.config["vocab_size"] = 101;
  const std::string refusal = message([&] { build_model(request); });
  EXPECT_NE(refusal.find("_embeddings.weight has shape [100, "), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("asks for [101, "), std::string::npos) << refusal;
}

INSTANTIATE_TEST_SUITE_P(All, TextFamilies,
                         testing::Values("albert", "bert", "deberta-v2", "distilbert", "electra",
                                         "modernbert", "mpnet", "roberta", "xlm-roberta"),
                         [](const auto& info) { return replaced(info.param, "-", "_"); });

TEST(TransformerEncoder, ALanguageModelsCheckpointMayLackThePooler) {
  const auto is_pooler = [](const std::string& name) {
    return name.find("pooler") != std::string::npos || name.starts_with("head.");
  };
  for (const char* family : {"albert", "bert", "modernbert"}) {
    const Golden golden(family);
    const RenamedCheckpoint without(
        golden, [&](const std::string& name) { return is_pooler(name) ? "" : name; });
    ModelRequest request = golden.request();
    request.checkpoint = without.get();
    const auto model = build_model(request);
    for (const auto& parameter : model->parameters()) {
      // A pooler that starts anew must learn with the head.
      const bool pooler = is_pooler(parameter.name);
      EXPECT_EQ(parameter.fresh, pooler);
      EXPECT_EQ(parameter.part == Part::Head, pooler || parameter.name.starts_with("classifier"))
          << parameter.name;
    }
  }
}

TEST(TransformerEncoder, AlbertsGroupsEachServeARunOfLayers) {
  ModelRequest request = Golden("albert").request();
  request.checkpoint = nullptr;
  request.config["num_hidden_layers"] = 4;
  request.config["num_hidden_groups"] = 2;
  request.config["inner_group_num"] = 2;
  const auto model = build_model(request);
  std::map<std::string, int> layers;
  for (const auto& parameter : model->parameters()) {
    const size_t end = parameter.name.find(".ffn.weight");
    if (end != std::string::npos) ++layers[parameter.name.substr(0, end)];
  }
  const std::string groups = "albert.encoder.albert_layer_groups.";
  EXPECT_EQ(layers, (std::map<std::string, int>{{groups + "0.albert_layers.0", 1},
                                                {groups + "0.albert_layers.1", 1},
                                                {groups + "1.albert_layers.0", 1},
                                                {groups + "1.albert_layers.1", 1}}));
  EXPECT_EQ(logits_of(*model, Golden("albert").batch()).sizes(), at::IntArrayRef({3, 3}));
}

TEST(TransformerEncoder, APaddingIdBeyondThePositionsIsRefused) {
  ModelRequest request = Golden("roberta").request();
  request.config["pad_token_id"] = 41;
  EXPECT_EQ(message([&] { build_model(request); }),
            "config.json has 42 positions, the first 42 of which hold no token; there must be "
            "more");
}

TEST(PooledClassifier, TrainsAPoolerThatTheCheckpointLacksWithTheHead) {
  const Golden golden("bert");
  const TemporaryFolder folder;
  const Checkpoint& whole = *golden.request().checkpoint;
  std::vector<TensorView> views;
  for (const auto& name : whole.names()) {
    if (name.find("pooler") == std::string::npos) views.push_back(*whole.find(name));
  }
  write_safetensors(folder.path() / "model.safetensors", views);
  const Checkpoint without = Checkpoint::open(folder.path());
  ModelRequest request = golden.request();
  request.checkpoint = &without;
  request.fresh_head = true;
  const auto model = build_model(request);
  for (const auto& parameter : model->parameters()) {
    const bool head = parameter.name.find("pooler") != std::string::npos ||
                      parameter.name.starts_with("classifier");
    EXPECT_EQ(parameter.part == Part::Head, head) << parameter.name;
    EXPECT_EQ(parameter.fresh, head) << parameter.name;
  }
  const Pass pass;
  const Tensor features = model->features(golden.batch(), pass);
  model->classify(features.detach(), pass).sum().backward();
  for (const auto& parameter : model->parameters()) {
    if (parameter.part == Part::Head) {
      EXPECT_TRUE(parameter.tensor.grad().defined());
    }
  }
}

TEST(MaxTokens, OfTheConfigAreThoseOfTheModel) {
  for (const char* name :
       {"albert", "bert", "distilbert", "electra", "modernbert", "roberta", "xlm-roberta"}) {
    const Golden golden(name);
    EXPECT_EQ(max_tokens_of(golden.request().config), golden.model()->max_tokens()) << name;
  }
}

}  // namespace
}  // namespace sempurna
