#include "catalog/tasks/common_fields.h"
#include "catalog/tasks/records.h"

namespace sempurna {

namespace {

using H = Hyperparameters;

Fields<H> fields() {
  H defaults;
  defaults.epochs = 10;
  defaults.initial_accumulator_value = 0.0001;
  Fields<H> f(defaults);
  add_length(f);
  add_optimizer(f);
  add_head(f);
  f.add("dropout_rate", &H::dropout_rate)
      .range(0, 1)
      .help("Dropout before a classification layer that starts anew.");
  f.add("regularizers_l2", &H::regularizers_l2)
      .range(0, 1)
      .help("L2 penalty on the weights of a classification layer that starts anew.");
  add_selection(f);
  f.add("word_features", &H::word_features)
      .help(
          "Fit a linear model on words, pairs and parts of them first, whose scores are added to "
          "the "
          "network's; for a classification layer that starts anew. One that is kept keeps its "
          "own.");
  f.add("max_length", &H::max_length)
      .range(4, 4096)
      .help(
          "Tokens kept of each text, special ones included; the model's own limit where that is "
          "lower.");
  add_own(f);
  return f;
}

}  // namespace

TaskFacts text_classification() {
  return {.task = Task::TextClassification,
          .data = DataForm::DataCsv,
          .kind = "text",
          .tag = "tc",
          .card = "sempurna-tc-small",
          .example = "text",
          .examples = "texts",
          .layout =
              "a data.csv, or a folder with one inside, whose rows are a whole number for the "
              "class and a text (1,\"good, and cheap\")",
          .sample =
              "data.csv without a header: a whole-number label, then the text:\n"
              "    0,\"The plot was thin, and so was the soup.\"\n    1,Bagus sekali\n",
          .title = {"Text classification", "Klasifikasi teks"},
          .features = {"words and pairs of words", "kata dan pasangan kata"},
          .transformers = "ForSequenceClassification",
          .defaults_of_added = {{"learning_rate", "5e-05"},
                                {"batch_size", "64"},
                                {"optimizer", "adamw"}},
          .fields = fields,
          .check = [](const H&, std::vector<std::string>&) {}};
}

}  // namespace sempurna
