#pragma once

#include <array>
#include <string_view>

#include "base/choice.h"

/// What the hyperparameters choose among, each beside its names. Whoever does what a choice says
/// includes this; whoever reads or writes it uses the names of base/choice.h.

namespace sempurna {

/// How gradients become steps. Lbfgs takes none: it finds the best classification layer over kept
/// features (train/solve_head.h).
enum class OptimizerKind { Adam, AdamW, Sgd, Nesterov, RmsProp, Adagrad, Adadelta, Lbfgs };
constexpr std::array<std::string_view, 8> names_of(OptimizerKind) {
  return {"adam", "adamw", "sgd", "nesterov", "rmsprop", "adagrad", "adadelta", "lbfgs"};
}

/// Whether the classification layer starts anew.
enum class Reinitialize { Auto, Always, Never };
constexpr std::array<std::string_view, 3> names_of(Reinitialize) {
  return {"Auto", "True", "False"};
}

/// What chooses the best epoch. All but Accuracy are of the second class in binary mode.
enum class EvalMetric { Accuracy, Precision, Recall, Auc, Prc };
constexpr std::array<std::string_view, 5> names_of(EvalMetric) {
  return {"accuracy", "precision", "recall", "auc", "prc"};
}

/// Which mirrorings may happen to a training picture.
enum class Flip { HorizontalAndVertical, Horizontal, Vertical, None };
constexpr std::array<std::string_view, 4> names_of(Flip) {
  return {"horizontal_and_vertical", "horizontal", "vertical", "None"};
}

/// How training pictures are resized: as the model's own preprocessing does, or in the way of
/// image/resize.h that has the same name.
enum class TrainingResize {
  Model,
  Bilinear,
  Nearest,
  Bicubic,
  Area,
  Lanczos3,
  Lanczos5,
  Gaussian,
  MitchellCubic
};
constexpr std::array<std::string_view, 9> names_of(TrainingResize) {
  return {"model",    "bilinear", "nearest",  "bicubic",      "area",
          "lanczos3", "lanczos5", "gaussian", "mitchellcubic"};
}

/// How much of a JPEG is decoded: the smallest part of its size that covers what the model sees, or
/// the whole.
enum class Decoding { Fast, Exact };
constexpr std::array<std::string_view, 2> names_of(Decoding) {
  return {"fast", "exact"};
}

/// What the backbone computes in. Auto: bf16 where the processor is faster in it.
enum class PrecisionChoice { Auto, Fp32, Bf16 };
constexpr std::array<std::string_view, 3> names_of(PrecisionChoice) {
  return {"auto", "fp32", "bf16"};
}

/// What becomes of broken pictures and unusable rows: the job is refused, or goes on without them.
enum class OnBadData { Refuse, Skip };
constexpr std::array<std::string_view, 2> names_of(OnBadData) {
  return {"refuse", "skip"};
}

enum class ReportLanguage { English, Indonesian };
constexpr std::array<std::string_view, 2> names_of(ReportLanguage) {
  return {"en", "id"};
}

}  // namespace sempurna
