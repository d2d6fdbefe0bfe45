#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/fields.h"
#include "catalog/choices.h"
#include "catalog/task.h"

namespace sempurna {

/// All that a person can set of a training run. Names, ranges and meanings are those of SageMaker's
/// "Image Classification - TensorFlow" and "Text Classification - TensorFlow" algorithms
/// (docs.aws.amazon.com/sagemaker/latest/dg/IC-TF-Hyperparameter.html and
/// text-classification-tensorflow-Hyperparameter.html), so where Keras and PyTorch differ Keras'
/// formula is meant. The defaults here are those for pictures; hyperparameter_fields has those for
/// texts. Those that are the project's own come last.
struct Hyperparameters {
  int64_t epochs = 5;
  double learning_rate = 0.001;
  int64_t batch_size = 32;

  OptimizerKind optimizer = OptimizerKind::Adam;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double momentum = 0.9;
  double rho = 0.95;
  double initial_accumulator_value = 0.1;
  double warmup_steps_fraction = 0.1;
  double weight_decay = 0.01;

  bool train_only_top_layer = false;
  Reinitialize reinitialize_top_layer = Reinitialize::Auto;
  double dropout_rate = 0.2;
  double regularizers_l2 = 0.0001;
  double label_smoothing = 0.1;

  bool binary_mode = false;
  EvalMetric eval_metric = EvalMetric::Accuracy;
  bool early_stopping = false;
  int64_t early_stopping_patience = 5;
  double early_stopping_min_delta = 0;
  double validation_split_ratio = 0.2;
  int64_t random_seed = 123;

  bool augmentation = false;
  Flip augmentation_random_flip = Flip::HorizontalAndVertical;
  double augmentation_random_rotation = 0.2;
  double augmentation_random_zoom = 0.1;
  int64_t augmentation_views = 4;
  /// Another default than the algorithm's "bilinear": a model predicts by its own preprocessing,
  /// and is best trained on the same pixels.
  TrainingResize image_resize_interpolation = TrainingResize::Model;
  Decoding decode = Decoding::Fast;

  bool word_features = false;
  int64_t max_length = 128;
  PrecisionChoice precision = PrecisionChoice::Auto;
  OnBadData on_bad_data = OnBadData::Refuse;
  ReportLanguage report_language = ReportLanguage::English;
  bool report_in_archive = false;
  int64_t seed = 1;
};

/// What decides which hyperparameters a model has: its task, and its family where that has fewer
/// (catalog/families.h). Of an unknown family, or of none, they are the task's.
struct ModelKind {
  Task task;
  std::string family;

  // NOLINTNEXTLINE(google-explicit-constructor): a task alone is a kind, too.
  ModelKind(Task its_task, std::string its_family = {})
      : task(its_task), family(std::move(its_family)) {}
};

/// The hyperparameters of a kind of model, each with range, default and help. A default here is the
/// algorithm's; a card may have another.
const Fields<Hyperparameters>& hyperparameter_fields(const ModelKind& kind);

/// Whether a hyperparameter is of training in steps alone, and means nothing where the
/// classification layer is solved for (OptimizerKind::Lbfgs).
bool is_of_steps(std::string_view name);

/// Whether a name is the SageMaker toolkit's own (sagemaker_program, _tuning_objective_metric …):
/// accepted and without meaning here.
bool is_toolkit_hyperparameter(std::string_view name);

/// Reads what a client sent over `defaults`, both as SageMaker's map of strings. Throws
/// InvalidArgument naming every fault at once: unknown names, values out of range, rules over
/// several fields (see check_together).
Hyperparameters read_hyperparameters(const ModelKind& kind,
                                     const std::map<std::string, std::string>& defaults,
                                     const std::map<std::string, std::string>& given);

/// The rules that one field alone does not break, one sentence for each that is broken. What needs
/// neither data nor model is decided here and nowhere else.
std::vector<std::string> check_together(Task task, const Hyperparameters& h);

/// The rules over a job's channels that need not know what is in them. Throws InvalidArgument.
void check_channels(const Hyperparameters& h, const std::vector<std::string>& channels);

/// Throws InvalidArgument when the job watches validation data and there is none.
void check_validation(const Hyperparameters& h, bool validation);

}  // namespace sempurna
