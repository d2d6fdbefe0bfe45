#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "models/model.h"
#include "weights/checkpoint.h"

namespace sempurna {

/// Why a test in bf16 is skipped where kernels::bf16_supported() is false: oneDNN then makes no
/// matrix product of it, and a job that asks for bf16 is refused (train/precision.cpp). What our
/// own code does in bf16 is tested everywhere (tests/kernels).
inline constexpr const char* kNoBf16 = "oneDNN does not multiply bf16 on this processor";

/// Reference values of one tiny checkpoint of three classes, as the reference implementation
/// computed them: tests/golden/models/<name> with config.json, model.safetensors, golden.json and
/// gradients.safetensors. Failed comparisons are GoogleTest failures that name what differs.
class Golden {
 public:
  explicit Golden(std::string_view name);

  /// The checkpoint, loaded afresh at each call; Golden must outlive the model.
  std::unique_ptr<Model> model() const;
  /// To change something before building.
  ModelRequest request() const;
  /// Its inputs and labels; of texts the real tokens alone, packed.
  const Batch& batch() const { return batch_; }
  const Json& values() const { return values_; }
  /// [B, 3] in evaluation mode.
  const Tensor& logits() const { return logits_; }

  /// Logits within `tolerance`, absolute, and the loss with them.
  void expect_logits(double tolerance = 1e-4) const;
  /// Each gradient within `tolerance` of the largest value of that tensor's gradient.
  void expect_gradients(double tolerance = 1e-3) const;
  /// The losses under `key` of golden.json, of ten AdamW steps over all parameters, or of the first
  /// `steps` of them.
  void expect_adamw_losses(std::string_view key = "adamw_losses_eval_mode", bool training = false,
                           double tolerance = 2e-4, size_t steps = 10) const;
  /// The model has the checkpoint's tensors under the same names and shapes, and no other.
  void expect_same_tensors() const;

 private:
  Json config_;
  Json values_;
  Checkpoint weights_;
  Checkpoint gradients_;
  Batch batch_;
  Tensor logits_;
};

/// What Golden compares, for a test's own purposes: [B, K] logits in one pass.
Tensor logits_of(Model& model, const Batch& batch, const Pass& pass = {});

}  // namespace sempurna
