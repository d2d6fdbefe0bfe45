#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/fields.h"
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

  std::string optimizer = "adam";
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double momentum = 0.9;
  double rho = 0.95;
  double initial_accumulator_value = 0.1;
  double warmup_steps_fraction = 0.1;
  double weight_decay = 0.01;

  bool train_only_top_layer = false;
  std::string reinitialize_top_layer = "Auto";
  double dropout_rate = 0.2;
  double regularizers_l2 = 0.0001;
  double label_smoothing = 0.1;

  bool binary_mode = false;
  std::string eval_metric = "accuracy";
  bool early_stopping = false;
  int64_t early_stopping_patience = 5;
  double early_stopping_min_delta = 0;
  double validation_split_ratio = 0.2;
  int64_t random_seed = 123;

  bool augmentation = false;
  std::string augmentation_random_flip = "horizontal_and_vertical";
  double augmentation_random_rotation = 0.2;
  double augmentation_random_zoom = 0.1;
  int64_t augmentation_views = 4;
  /// Another default than the algorithm's "bilinear": a model predicts by its own preprocessing,
  /// and is best trained on the same pixels.
  std::string image_resize_interpolation = "model";
  std::string decode = "fast";

  int64_t max_length = 128;
  std::string precision = "auto";
  std::string on_bad_data = "refuse";
  std::string report_language = "en";
  bool report_in_archive = false;
  int64_t seed = 1;
};

/// The hyperparameters of a task, each with range, default and help. A default here is the
/// algorithm's; a card may have another.
const Fields<Hyperparameters>& hyperparameter_fields(Task task);

/// Whether a name is the SageMaker toolkit's own (sagemaker_program, _tuning_objective_metric …):
/// accepted and without meaning here.
bool is_toolkit_hyperparameter(std::string_view name);

/// Reads what a client sent over `defaults`, both as SageMaker's map of strings. Throws
/// InvalidArgument naming every fault at once: unknown names, values out of range, rules over
/// several fields (see check_together).
Hyperparameters read_hyperparameters(Task task, const std::map<std::string, std::string>& defaults,
                                     const std::map<std::string, std::string>& given);

/// The optimizer that finds the best classification layer over kept features (train/solve_head.h).
inline constexpr auto kExactSolver = "lbfgs";

/// The rules over several fields, one sentence for each that is broken.
std::vector<std::string> check_together(Task task, const Hyperparameters& h);

}  // namespace sempurna
