#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "models/model.h"
#include "train/parent_model.h"
#include "train/tasks.h"

namespace sempurna {

/// What a model says of one example.
struct Prediction {
  std::vector<double> probabilities;  ///< one a class, in the order of Predictor::labels()
  size_t best = 0;                    ///< the class with the highest
};

/// A fine-tuned model that answers. Weights are fp32, and the same input always gives the same
/// answer, whatever else is asked with it.
class Predictor {
 public:
  /// Opens a model.tar.gz or its unpacked folder. Throws NotFound, DataCorrupt, or InvalidArgument
  /// when the model has no classes of its own. From then on this process computes with the
  /// processors that it may use, on `device`.
  static Predictor open(const fs::path& archive_or_folder, Device device = kCpu);

  Task task() const { return parent_.task; }
  const std::vector<std::string>& labels() const { return labels_; }
  const ParentModel& parent() const { return parent_; }
  bool binary_mode() const { return parent_.top_layer && parent_.top_layer->binary_mode; }
  Model& model() { return *model_; }
  Device device() const { return device_; }
  /// What this model was trained with: training.json's hyperparameters, defaults where it has none.
  const Hyperparameters& hyperparameters() const { return hyperparameters_; }

  /// An input as the model reads it, as it was trained: a batch of one. Throws when it cannot be
  /// read.
  Batch prepare(const PredictInput& input) const { return reader_(input); }
  /// One for each prepared input.
  std::vector<Prediction> answer(std::span<const Batch> prepared);

  /// {"probabilities", "labels", "predicted_label"}, as SageMaker's application/json;verbose.
  Json to_json(const Prediction& prediction) const;

 private:
  Predictor() = default;
  std::unique_ptr<TemporaryFolder> unpacked_;
  ParentModel parent_;
  std::vector<std::string> labels_;
  Hyperparameters hyperparameters_;
  Device device_ = kCpu;
  std::unique_ptr<Model> model_;
  InputReader reader_;
};

}  // namespace sempurna
