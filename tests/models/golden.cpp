#include "models/golden.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "base/files.h"
#include "models/architectures.h"
#include "support/source_tree.h"
#include "tensor/convert.h"

namespace sempurna {
namespace {

fs::path folder(std::string_view name) {
  return source_tree() / "tests/golden/models" / name;
}

Tensor packed_texts(const Json& rows, const Json& mask, std::vector<int64_t>& values) {
  values.clear();
  for (size_t b = 0; b < rows.size(); ++b) {
    for (size_t t = 0; t < rows[b].size(); ++t) {
      if (mask[b][t].get<int>() != 0) values.push_back(rows[b][t].get<int64_t>());
    }
  }
  return at::tensor(values, at::kLong);
}

Batch text_batch(const Json& values) {
  const Json& mask = values.at("attention_mask");
  std::vector<int64_t> scratch;
  std::vector<int64_t> positions;
  std::vector<int> offsets = {0};
  for (const auto& row : mask) {
    int64_t length = 0;
    for (const auto& real : row) {
      if (real.get<int>() != 0) positions.push_back(length++);
    }
    offsets.push_back(offsets.back() + static_cast<int>(length));
  }
  Batch batch;
  batch.token_ids = packed_texts(values.at("input_ids"), mask, scratch);
  if (values.contains("token_type_ids")) {
    batch.segments = packed_texts(values.at("token_type_ids"), mask, scratch);
  }
  batch.positions = at::tensor(positions, at::kLong);
  batch.offsets = at::tensor(offsets, at::kInt);
  return batch;
}

// golden.json describes its pictures: sin(0.37 i) over the flat index of [2, 3, 64, 64].
Batch picture_batch() {
  Tensor pixels = at::empty({2, 3, 64, 64}, at::kFloat);
  for (int64_t i = 0; i < pixels.numel(); ++i) {
    pixels.data_ptr<float>()[i] = static_cast<float>(std::sin(0.37 * static_cast<double>(i)));
  }
  Batch batch;
  batch.pixels = pixels.contiguous(at::MemoryFormat::ChannelsLast);
  return batch;
}

Tensor loss_of(Model& model, const Batch& batch, const Pass& pass) {
  return at::cross_entropy_loss(logits_of(model, batch, pass), batch.labels);
}

// One AdamW step as PyTorch defines it (Loshchilov and Hutter 2019), bias-corrected.
class AdamW {
 public:
  explicit AdamW(const Json& options)
      : rate_(options.at("lr")),
        beta1_(options.at("betas")[0]),
        beta2_(options.at("betas")[1]),
        eps_(options.at("eps")),
        decay_(options.at("weight_decay")) {}

  void step(const std::vector<Parameter>& parameters) {
    const at::NoGradGuard no_grad;
    ++steps_;
    for (const auto& parameter : parameters) {
      Tensor tensor = parameter.tensor;
      const Tensor gradient = tensor.grad();
      if (!gradient.defined()) continue;
      auto& [mean, square] = moments_[parameter.name];
      if (!mean.defined()) {
        mean = at::zeros_like(tensor);
        square = at::zeros_like(tensor);
      }
      mean.mul_(beta1_).add_(gradient, 1 - beta1_);
      square.mul_(beta2_).addcmul_(gradient, gradient, 1 - beta2_);
      const double mean_scale = 1 - std::pow(beta1_, steps_);
      const double square_scale = std::sqrt(1 - std::pow(beta2_, steps_));
      tensor.mul_(1 - rate_ * decay_);
      tensor.addcdiv_(mean, square.sqrt().div_(square_scale).add_(eps_), -rate_ / mean_scale);
      tensor.mutable_grad().reset();
    }
  }

 private:
  double rate_;
  double beta1_;
  double beta2_;
  double eps_;
  double decay_;
  int steps_ = 0;
  std::map<std::string, std::pair<Tensor, Tensor>> moments_;
};

}  // namespace

Tensor logits_of(Model& model, const Batch& batch, const Pass& pass) {
  return model.classify(model.features(batch, pass), pass);
}

Golden::Golden(std::string_view name)
    : config_(read_json(folder(name) / "config.json")),
      values_(read_json(folder(name) / "golden.json")),
      weights_(Checkpoint::open(folder(name) / "model.safetensors")),
      gradients_(Checkpoint::open(folder(name) / "gradients.safetensors")),
      batch_(values_.contains("input_ids") ? text_batch(values_) : picture_batch()) {
  batch_.labels = at::tensor(values_.at("labels").get<std::vector<int64_t>>(), at::kLong);
  logits_ = at::tensor(values_.at("logits").get<std::vector<float>>(), at::kFloat)
                .view(values_.at("shape").get<std::vector<int64_t>>());
}

ModelRequest Golden::request() const {
  return {config_, &weights_, 3, false, 1};
}

std::unique_ptr<Model> Golden::model() const {
  return build_model(request());
}

void Golden::expect_logits(double tolerance) const {
  const auto model = this->model();
  const at::NoGradGuard no_grad;
  const Tensor got = logits_of(*model, batch_);
  ASSERT_EQ(got.sizes(), logits_.sizes());
  ASSERT_EQ(got.scalar_type(), at::kFloat);
  EXPECT_LE((got - logits_).abs().max().item<double>(), tolerance) << got << "\nexpected\n"
                                                                   << logits_;
  EXPECT_NEAR(at::cross_entropy_loss(got, batch_.labels).item<double>(),
              values_.at("loss_eval_mode").get<double>(), tolerance);
}

void Golden::expect_gradients(double tolerance) const {
  const auto model = this->model();
  loss_of(*model, batch_, {}).backward();
  size_t compared = 0;
  for (const auto& parameter : model->parameters()) {
    if (parameter.buffer) continue;
    const TensorView* view = gradients_.find(parameter.name);
    ASSERT_NE(view, nullptr) << "no reference gradient for " << parameter.name;
    const Tensor want = to_tensor(*view);
    const Tensor got = parameter.tensor.grad();
    ASSERT_TRUE(got.defined()) << parameter.name << " has no gradient";
    // Some gradients are zero but for rounding: a key's bias shifts all scores of a softmax alike.
    const double limit = tolerance * want.abs().max().item<double>() + 1e-7;
    EXPECT_LE((got - want).abs().max().item<double>(), limit) << parameter.name;
    ++compared;
  }
  EXPECT_EQ(compared, gradients_.names().size());
}

void Golden::expect_adamw_losses(std::string_view key, bool training, double tolerance,
                                 size_t steps) const {
  const auto model = this->model();
  AdamW optimizer(values_.at("adamw"));
  const auto want = values_.at(std::string(key)).get<std::vector<double>>();
  Pass pass;
  pass.training = training;
  ASSERT_GE(want.size(), steps);
  for (size_t step = 0; step < steps; ++step) {
    const Tensor loss = loss_of(*model, batch_, pass);
    EXPECT_NEAR(loss.item<double>(), want[step], tolerance) << "step " << step;
    loss.backward();
    optimizer.step(model->parameters());
  }
}

void Golden::expect_same_tensors() const {
  const auto model = this->model();
  std::set<std::string> ours;
  for (const auto& parameter : model->parameters()) {
    ours.insert(parameter.name);
    EXPECT_FALSE(parameter.fresh) << parameter.name << " was not found in the checkpoint";
    const TensorView* view = weights_.find(parameter.name);
    ASSERT_NE(view, nullptr) << parameter.name;
    EXPECT_EQ(parameter.tensor.sizes().vec(), view->shape) << parameter.name;
  }
  for (const auto& name : weights_.names()) {
    EXPECT_TRUE(ours.contains(name)) << name << " is in the checkpoint but not in the model";
  }
}

}  // namespace sempurna
