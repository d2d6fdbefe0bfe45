#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "catalog/families.h"
#include "models/architectures.h"
#include "models/golden.h"
#include "support/pretend_device.h"

// Every family on a device that is not the CPU: what takes its tensors for the CPU's crashes here.

namespace sempurna {
namespace {

struct Case {
  const char* name;    ///< of a golden checkpoint, when there is no config
  const char* config;  ///< of fresh weights
  int64_t pixels;      ///< 0: it reads texts, and no tokens of them
};

constexpr Case kCases[] = {
    {"albert", nullptr, 0},
    {"bert", nullptr, 0},
    {"convnext", nullptr, 0},
    {"deberta-v2", nullptr, 0},
    {"deit", R"({"model_type": "deit", "hidden_size": 32, "num_hidden_layers": 2,
                 "num_attention_heads": 2, "intermediate_size": 64, "image_size": 32,
                 "patch_size": 8})",
     32},
    {"distilbert", nullptr, 0},
    {"efficientnet", R"({"architecture": "efficientnet_b0"})", 32},
    {"electra", nullptr, 0},
    {"mobilenet_v2", R"({"architecture": "mobilenet_v2"})", 64},
    {"mobilenet_v3", R"({"architecture": "mobilenet_v3_small"})", 64},
    {"modernbert", nullptr, 0},
    {"mpnet", nullptr, 0},
    {"resnet-bottleneck", nullptr, 0},
    {"roberta", nullptr, 0},
    {"squeezenet", R"({"architecture": "squeezenet1_1"})", 64},
    {"vit", nullptr, 0},
    {"words", R"({"model_type": "words"})", 0},
    {"xlm-roberta", nullptr, 0},
};

/// A model's request and what it reads.
struct Subject {
  explicit Subject(const Case& tested) {
    if (tested.config == nullptr) {
      golden.emplace(tested.name);
      request = golden->request();
      batch = golden->batch();
      return;
    }
    request = {parse_json(tested.config, "config"), nullptr, 3, true, 1};
    const int64_t n = tested.pixels;
    if (n > 0)
      batch.pixels = at::arange(4 * 3 * n * n, at::kFloat).mul(0.37).sin().view({4, 3, n, n});
    else
      batch.offsets = at::zeros({5}, at::kInt);
    batch.labels = at::tensor({0, 1, 2, 0}, at::kLong);
  }

  std::unique_ptr<Model> model(Device device) const {
    ModelRequest there = request;
    there.device = device;
    return build_model(there);
  }

  std::optional<Golden> golden;
  ModelRequest request;
  Batch batch;
};

class FamilyOnADevice : public testing::TestWithParam<Case> {
 protected:
  Subject subject_{GetParam()};
};

struct Passed {
  double loss;
  std::vector<Tensor> gradients;
  std::vector<Tensor> buffers;
};

Passed train_once(const Subject& subject, Device device) {
  const auto model = subject.model(device);
  Pass pass;
  pass.training = true;
  pass.head_dropout = 0.1;
  pass.seed = 3;
  const Batch batch = subject.batch.on(device);
  const Tensor loss = at::cross_entropy_loss(logits_of(*model, batch, pass), batch.labels);
  EXPECT_EQ(loss.device(), device);
  loss.backward();
  Passed passed{loss.item<double>(), {}, {}};
  for (const Parameter& parameter : model->parameters()) {
    EXPECT_EQ(parameter.tensor.device(), device) << parameter.name;
    if (parameter.buffer)
      passed.buffers.push_back(on_host(parameter.tensor).to(at::kFloat));
    else
      passed.gradients.push_back(on_host(parameter.tensor.grad()));
  }
  return passed;
}

void expect_near(const std::vector<Tensor>& got, const std::vector<Tensor>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  const auto largest = [](const Tensor& x) { return x.abs().max().item<double>(); };
  double most = 1;
  for (const Tensor& one : wanted) most = std::max(most, largest(one));
  for (size_t k = 0; k < got.size(); ++k) {
    // Rounding grows through fifty norms over few pixels, and at the kinks of ReLU6; what is wrong
    // is wrong by far more.
    const double limit = 5e-2 * largest(wanted[k]) + 1e-6 * most;
    EXPECT_LE(largest(got[k] - wanted[k]), limit) << k;
  }
}

TEST_P(FamilyOnADevice, AnswersAsOnTheCpu) {
  const at::NoGradGuard no_grad;
  const Tensor wanted = logits_of(*subject_.model(kCpu), subject_.batch);
  const Tensor got =
      logits_of(*subject_.model(pretend_device()), subject_.batch.on(pretend_device()));
  EXPECT_EQ(got.device(), pretend_device());
  EXPECT_LE((on_host(got) - wanted).abs().max().item<double>(), 1e-4);
}

// Dropout and running statistics included: the masks are the same wherever they are drawn.
TEST_P(FamilyOnADevice, HasTheGradientsOfTheCpu) {
  const Passed wanted = train_once(subject_, kCpu);
  const Passed got = train_once(subject_, pretend_device());
  EXPECT_NEAR(got.loss, wanted.loss, 1e-4);
  expect_near(got.gradients, wanted.gradients);
  expect_near(got.buffers, wanted.buffers);
}

INSTANTIATE_TEST_SUITE_P(Families, FamilyOnADevice, testing::ValuesIn(kCases),
                         [](const auto& tested) {
                           std::string name = tested.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(FamiliesOnADevice, NoneIsLeftOut) {
  std::set<std::string> tested;
  for (const Case& one : kCases) tested.insert(model_type_of(Subject(one).request.config));
  for (const Family& family : families())
    EXPECT_EQ(tested.count(family.model_type), 1U) << family.model_type;
}

}  // namespace
}  // namespace sempurna
