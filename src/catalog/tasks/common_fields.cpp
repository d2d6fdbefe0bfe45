#include "catalog/tasks/common_fields.h"

namespace sempurna {

using H = Hyperparameters;

void add_length(Fields<H>& f) {
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
          "features are kept.");
  f.add("reinitialize_top_layer", &H::reinitialize_top_layer)
      .help(
          "Whether the classification layer starts anew. Auto: kept when the model was fine-tuned "
          "before on the same classes, a bundled model's own for its default data alone.");
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
          "example out and lists it.");
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

}  // namespace sempurna
