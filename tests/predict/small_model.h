#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "models/architectures.h"
#include "tensor/convert.h"
#include "weights/safetensors.h"

namespace sempurna {

inline constexpr auto kConfig =
    R"({"model_type": "bert", "vocab_size": 8, "hidden_size": 8, "num_hidden_layers": 1,
  "num_attention_heads": 2, "intermediate_size": 16, "hidden_act": "gelu", "max_position_embeddings": 16,
  "type_vocab_size": 2, "layer_norm_eps": 1e-12, "hidden_dropout_prob": 0.1,
  "attention_probs_dropout_prob": 0.1, "id2label": {"0": "no", "1": "yes"}})";

/// A folder with a small text model whose weights are initial ones.
class SmallModelTest : public testing::Test {
 protected:
  void SetUp() override {
    write_file_atomic(model() / "vocab.txt",
                      "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nbagus\nsekali\nbad\n");
    write_file_atomic(model() / "config.json", kConfig);
    const auto fresh = build_model({parse_json(kConfig, "config"), nullptr, 2, true, 1});
    std::vector<TensorView> views;
    for (const Parameter& parameter : fresh->parameters()) {
      views.push_back(to_view(parameter.name, parameter.tensor));
    }
    write_safetensors(model() / "model.safetensors", views, {});
  }

  const fs::path& model() const { return folder_.path(); }

  TemporaryFolder folder_;
};

}  // namespace sempurna
