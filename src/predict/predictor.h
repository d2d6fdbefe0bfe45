#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "data/batch_source.h"
#include "image/preprocess.h"
#include "models/model.h"
#include "text/tokenizer.h"
#include "train/parent_model.h"

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
  /// processors that it may use.
  static Predictor open(const fs::path& archive_or_folder);

  Task task() const { return parent_.task; }
  const std::vector<std::string>& labels() const { return labels_; }
  const ParentModel& parent() const { return parent_; }
  bool binary_mode() const { return parent_.top_layer && parent_.top_layer->binary_mode; }
  Model& model() { return *model_; }
  /// What this model was trained with: training.json's hyperparameters, defaults where it has none.
  const Hyperparameters& hyperparameters() const { return hyperparameters_; }

  /// What is done to pictures, decoded as the model was trained.
  const Preprocessing& preprocessing() const { return preprocessing_; }

  /// A picture file's bytes as the model's input. Throws DataCorrupt when it cannot be decoded.
  Image prepare_picture(std::span<const std::byte> bytes) const;
  /// A text as the model's tokens, cut to what it was trained with.
  std::vector<int32_t> prepare_text(std::string_view text) const;

  std::vector<Prediction> pictures(std::span<const Image> prepared);
  std::vector<Prediction> texts(std::span<const std::vector<int32_t>> prepared);

  /// {"probabilities", "labels", "predicted_label"}, as SageMaker's application/json;verbose.
  Json to_json(const Prediction& prediction) const;

 private:
  Predictor() = default;
  std::vector<Prediction> answer(const Batch& batch);

  std::unique_ptr<TemporaryFolder> unpacked_;
  ParentModel parent_;
  std::vector<std::string> labels_;
  Hyperparameters hyperparameters_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<Tokenizer> tokenizer_;
  Preprocessing preprocessing_;
};

}  // namespace sempurna
