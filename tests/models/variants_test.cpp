#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/files.h"
#include "models/architectures.h"
#include "models/golden.h"
#include "support/source_tree.h"
#include "tensor/convert.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

const Json& variants() {
  static const Json kVariants = read_json(source_tree() / "tests/golden/models" / "variants.json");
  return kVariants;
}

/// variants.py's tensor of a formula.
Tensor made(const Json& of) {
  const auto shape = of.at("shape").get<std::vector<int64_t>>();
  Tensor tensor = at::empty(shape, at::kFloat);
  for (int64_t i = 0; i < tensor.numel(); ++i) {
    tensor.data_ptr<float>()[i] = static_cast<float>(
        of.at("mean").get<double>() +
        of.at("scale").get<double>() *
            std::sin(0.37 * static_cast<double>(i + of.at("shift").get<int64_t>())));
  }
  return tensor;
}

Batch packed(const Json& rows) {
  std::vector<int64_t> ids;
  std::vector<int64_t> positions;
  std::vector<int> offsets = {0};
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      ids.push_back(row[i].get<int64_t>());
      positions.push_back(static_cast<int64_t>(i));
    }
    offsets.push_back(static_cast<int>(ids.size()));
  }
  Batch batch;
  batch.token_ids = at::tensor(ids, at::kLong);
  batch.positions = at::tensor(positions, at::kLong);
  batch.offsets = at::tensor(offsets, at::kInt);
  return batch;
}

/// The base checkpoint with the variant's own tensors, in a file that lives as long as this.
class VariantCheckpoint {
 public:
  VariantCheckpoint(const Checkpoint& base, const Json& extra) {
    std::vector<TensorView> views;
    std::vector<Tensor> kept;
    for (const auto& name : base.names()) views.push_back(*base.find(name));
    for (const auto& [name, of] : extra.items()) {
      kept.push_back(made(of));
      views.push_back(to_view(name, kept.back()));
    }
    write_safetensors(folder_.path() / "model.safetensors", views);
  }
  Checkpoint open() const { return Checkpoint::open(folder_.path()); }

 private:
  TemporaryFolder folder_;
};

class Variants : public testing::TestWithParam<std::string> {};

TEST_P(Variants, LogitsAreTheFormulasOfTheReference) {
  const Json& variant = variants().at(GetParam());
  const Golden golden(variant.at("base").get<std::string>());
  ModelRequest request = golden.request();
  for (const auto& [field, value] : variant.at("config").items()) request.config[field] = value;
  const VariantCheckpoint file(*request.checkpoint, variant.value("extra", Json::object()));
  const Checkpoint checkpoint = file.open();
  request.checkpoint = &checkpoint;
  const auto model = build_model(request);
  for (const auto& parameter : model->parameters()) {
    EXPECT_FALSE(parameter.fresh) << parameter.name << " was not found in the checkpoint";
  }
  const Batch batch =
      variant.contains("input_ids") ? packed(variant.at("input_ids")) : golden.batch();
  const auto rows = variant.at("logits").get<std::vector<std::vector<double>>>();
  const auto expect = [&](const Tensor& got) {
    ASSERT_EQ(got.size(0), std::ssize(rows));
    for (size_t b = 0; b < rows.size(); ++b) {
      for (size_t k = 0; k < rows[b].size(); ++k) {
        const double tolerance = 1e-4 * std::max(1.0, std::abs(rows[b][k]));
        EXPECT_NEAR(got[static_cast<int64_t>(b)][static_cast<int64_t>(k)].item<double>(),
                    rows[b][k], tolerance)
            << b << ", " << k;
      }
    }
  };
  {
    const at::NoGradGuard no_grad;
    expect(logits_of(*model, batch));
  }
  // With gradients other kernels run; every trained tensor gets one.
  const Tensor logits = logits_of(*model, batch);
  expect(logits.detach());
  logits.square().sum().backward();
  for (const auto& parameter : model->parameters()) {
    if (parameter.buffer || parameter.name.find("position_embeddings") != std::string::npos) {
      continue;  // relative positions leave the table of absolute ones unused
    }
    EXPECT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
  }
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& [name, variant] : variants().items()) all.push_back(name);
  return all;
}

INSTANTIATE_TEST_SUITE_P(All, Variants, testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
});

TEST(SinusoidalPositions, AreTheTablesOfVaswaniAndNeverTrained) {
  const Golden golden("distilbert");
  ModelRequest request = golden.request();
  request.config["sinusoidal_pos_embds"] = true;
  // A checkpoint has the table, and it is used as it is.
  EXPECT_LE((logits_of(*build_model(request), golden.batch()) - golden.logits())
                .abs()
                .max()
                .item<double>(),
            1e-4);
  request.checkpoint = nullptr;
  request.fresh_head = true;
  const auto model = build_model(request);
  for (const auto& parameter : model->parameters()) {
    if (parameter.name != "distilbert.embeddings.position_embeddings.weight") continue;
    EXPECT_TRUE(parameter.buffer);
    EXPECT_FALSE(parameter.tensor.requires_grad());
    // Width 32: column 2 i turns with 10000^(-i / 16).
    EXPECT_NEAR(parameter.tensor[7][0].item<double>(), std::sin(7), 1e-6);
    EXPECT_NEAR(parameter.tensor[7][1].item<double>(), std::cos(7), 1e-6);
    EXPECT_NEAR(parameter.tensor[7][16].item<double>(), std::sin(0.07), 1e-6);
    EXPECT_NEAR(parameter.tensor[0][31].item<double>(), 1, 1e-6);
    return;
  }
  FAIL() << "no table of positions";
}

}  // namespace
}  // namespace sempurna
