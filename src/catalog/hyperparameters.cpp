#include "catalog/hyperparameters.h"

namespace sempurna {

namespace {

using H = Hyperparameters;

void add_common(Fields<H>& f) {
  f.add("epochs", &H::epochs).range(1, 1000).help("Passes over the training data.");
  f.add("learning_rate", &H::learning_rate)
      .range(0, 1)
      .help("Step size of the optimizer; with adamw the highest, reached after warm-up.");
  f.add("batch_size", &H::batch_size)
      .range(1, 1024)
      .help("Examples in one step, divided among the devices of the instances.");
}

void add_optimizer(Fields<H>& f) {
  f.add("optimizer", &H::optimizer)
      .help(
          "How gradients become steps. lbfgs, of the classification layer alone, takes none: it "
          "solves for the layer, once for each of several L2 penalties.");
  f.add("beta_1", &H::beta_1).range(0, 1).help("Decay of the first moment (adam, adamw).");
  f.add("beta_2", &H::beta_2).range(0, 1).help("Decay of the second moment (adam, adamw).");
  f.add("epsilon", &H::epsilon)
      .range(0, 1)
      .help("Keeps divisions finite (adam, adamw, rmsprop, adagrad, adadelta).");
  f.add("momentum", &H::momentum).range(0, 1).help("Momentum (sgd, nesterov, rmsprop).");
  f.add("rho", &H::rho).range(0, 1).help("Decay of the squared gradients (rmsprop, adadelta).");
  f.add("initial_accumulator_value", &H::initial_accumulator_value)
      .range(0, 1)
      .help("Where adagrad's sums of squared gradients start.");
  f.add("warmup_steps_fraction", &H::warmup_steps_fraction)
      .range(0, 1)
      .help(
          "Share of all steps in which adamw's learning rate rises; afterwards it falls linearly "
          "to 0.");
  f.add("weight_decay", &H::weight_decay)
      .range(0, 1)
      .help("Decoupled weight decay of adamw; biases and norms are left out.");
}

void add_head(Fields<H>& f) {
  f.add("train_only_top_layer", &H::train_only_top_layer)
      .alias("train_only_on_top_layer")
      .alias("train_only_on_top")
      .help(
          "Trains the classification layer alone: each example passes the backbone once and its "
          "features "
          "are kept.");
  f.add("reinitialize_top_layer", &H::reinitialize_top_layer)
      .help(
          "Whether the classification layer starts anew. Auto: kept when the model was fine-tuned "
          "before "
          "on the same classes.");
}

void add_selection(Fields<H>& f) {
  f.add("early_stopping", &H::early_stopping)
      .help("Ends the run when the validation metric no longer improves.");
  f.add("early_stopping_patience", &H::early_stopping_patience)
      .range(1, 1000)
      .help("Epochs without improvement before early stopping.");
  f.add("early_stopping_min_delta", &H::early_stopping_min_delta)
      .range(0, 1)
      .help("The least change that counts as an improvement.");
  f.add("validation_split_ratio", &H::validation_split_ratio)
      .range(0, 1)
      .help(
          "Share of the training data held out when there is no validation channel; 0 holds out "
          "none.");
  f.add("random_seed", &H::random_seed)
      .range(0, 9007199254740991)
      .help("Decides which examples the split holds out.");
}

void add_own(Fields<H>& f) {
  f.add("precision", &H::precision)
      .help(
          "Arithmetic of the backbone. auto: bf16 where the processor has it and it is faster, "
          "else fp32.");
  f.add("on_bad_data", &H::on_bad_data)
      .help(
          "What an unreadable example does: refuse ends the job before it starts, skip leaves the "
          "example "
          "out and lists it.");
  f.add("report_language", &H::report_language)
      .help("Language of report.html: English or Indonesian.");
  f.add("report_in_archive", &H::report_in_archive)
      .help(
          "Put report.html, which shows some of your examples, into model.tar.gz too. It always "
          "lies beside it.");
  f.add("seed", &H::seed)
      .range(0, 9007199254740991)
      .help("Decides the order of examples, new weights, dropout and augmentation.");
}

Fields<H> image_fields() {
  Fields<H> f;
  add_common(f);
  add_optimizer(f);
  add_head(f);
  f.add("dropout_rate", &H::dropout_rate)
      .range(0, 1)
      .help("Dropout before the classification layer.");
  f.add("regularizers_l2", &H::regularizers_l2)
      .range(0, 1)
      .help("L2 penalty on the weights of the classification layer.");
  f.add("label_smoothing", &H::label_smoothing)
      .range(0, 1)
      .help("s: the target is 1 - s + s/K for the true class and s/K for the others.");
  f.add("binary_mode", &H::binary_mode)
      .help(
          "One sigmoid output, the probability of the second class, and precision, recall, auc and "
          "prc; "
          "for two classes.");
  f.add("eval_metric", &H::eval_metric)
      .help(
          "The validation metric that chooses the best epoch; all but accuracy need binary_mode.");
  add_selection(f);
  f.add("augmentation", &H::augmentation)
      .help("Applies the three random changes below to training pictures.");
  f.add("augmentation_random_flip", &H::augmentation_random_flip)
      .help("Which mirrorings happen, each with probability one half.");
  f.add("augmentation_random_rotation", &H::augmentation_random_rotation)
      .range(-1, 1)
      .help("Largest turn either way, as a fraction of a full turn.");
  f.add("augmentation_random_zoom", &H::augmentation_random_zoom)
      .range(-1, 1)
      .help("Largest zoom out or in, as a fraction of the size.");
  f.add("augmentation_views", &H::augmentation_views)
      .range(1, 100)
      .help(
          "With augmentation and train_only_top_layer: differently changed copies of each picture "
          "whose "
          "features are kept.");
  f.add("image_resize_interpolation", &H::image_resize_interpolation)
      .help(
          "How training pictures are resized. model: as the model's own preprocessing says, which "
          "is "
          "how it predicts.");
  f.add("decode", &H::decode)
      .help(
          "How JPEG files are decoded. fast: at the smallest part of their size that covers what "
          "the "
          "model sees; exact: whole, as the published preprocessing does. The model predicts as it "
          "was trained.");
  add_own(f);
  return f;
}

Fields<H> text_fields() {
  H defaults;
  defaults.epochs = 10;
  defaults.initial_accumulator_value = 0.0001;
  Fields<H> f(defaults);
  add_common(f);
  add_optimizer(f);
  add_head(f);
  f.add("dropout_rate", &H::dropout_rate)
      .range(0, 1)
      .help("Dropout before a classification layer that starts anew.");
  f.add("regularizers_l2", &H::regularizers_l2)
      .range(0, 1)
      .help("L2 penalty on the weights of a classification layer that starts anew.");
  add_selection(f);
  f.add("max_length", &H::max_length)
      .range(4, 4096)
      .help(
          "Tokens kept of each text, special ones included; the model's own limit where that is "
          "lower.");
  add_own(f);
  return f;
}

}  // namespace

const Fields<Hyperparameters>& hyperparameter_fields(Task task) {
  static const Fields<H> kImage = image_fields();
  static const Fields<H> kText = text_fields();
  return task == Task::ImageClassification ? kImage : kText;
}

bool is_toolkit_hyperparameter(std::string_view name) {
  return name.starts_with("sagemaker_") || name == "_tuning_objective_metric";
}

Hyperparameters read_hyperparameters(Task task, const std::map<std::string, std::string>& defaults,
                                     const std::map<std::string, std::string>& given) {
  const auto& fields = hyperparameter_fields(task);
  Hyperparameters h = fields.defaults();
  std::vector<std::string> faults;
  for (const auto& [name, value] : defaults) fields.set(h, name, value);
  std::map<std::string, std::string> spelt;
  for (const auto& [name, value] : given) {
    if (is_toolkit_hyperparameter(name)) continue;
    if (const Field* field = fields.find(name)) {
      const auto [before, first] = spelt.emplace(field->name, name);
      if (!first) {
        faults.push_back(fmt::format("{} and {} are the same hyperparameter; give one of them",
                                     before->second, name));
        continue;
      }
    }
    try {
      fields.set(h, name, value);
    } catch (const Error& error) {
      faults.emplace_back(error.what());
    }
  }
  for (auto& fault : check_together(task, h)) faults.push_back(std::move(fault));
  if (faults.empty()) return h;
  std::string all;
  for (const auto& fault : faults) all += (all.empty() ? "" : "; ") + fault;
  throw Error(Code::InvalidArgument, "{}", all);
}

}  // namespace sempurna
