#pragma once

#include <memory>
#include <string>

#include "base/json.h"
#include "models/model.h"

namespace sempurna {

/// A full-size model of torchvision's or timm's, of five classes, whose weights follow a formula,
/// held against what the reference computes with the same weights.
class FormulaModel {
 public:
  /// Weights after torchvision_formula.json; the logits are there or in formula_logits.json.
  static FormulaModel of_logits(const std::string& architecture);
  /// Weights after torchvision_gradients.py.
  static FormulaModel of_gradients(const std::string& architecture);

  Model& model() const { return *model_; }
  const Batch& batch() const { return batch_; }

  /// As many tensors and trained values as torchvision's model has.
  void expect_same_size() const;
  /// Evaluation mode's logits within `tolerance`, absolute.
  void expect_logits(double tolerance = 1e-4) const;
  /// Loss and every gradient's norm and projection, within a thousandth or twice what PyTorch's own
  /// rounding takes; relative to the norm and a thousandth of the largest.
  void expect_gradients(bool training) const;

 private:
  using Wave = double (*)(int64_t tensor, int64_t element);
  FormulaModel(const std::string& architecture, Wave wave);

  std::string architecture_;
  std::unique_ptr<Model> model_;
  Json reference_;
  Batch batch_;
};

}  // namespace sempurna
