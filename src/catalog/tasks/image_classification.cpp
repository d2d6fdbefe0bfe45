#include "catalog/card.h"
#include "catalog/tasks/common_fields.h"
#include "catalog/tasks/records.h"

namespace sempurna {

namespace {

using H = Hyperparameters;

Fields<H> fields() {
  Fields<H> f;
  add_length(f);
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
          "prc; for two classes.");
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
          "whose features are kept.");
  f.add("image_resize_interpolation", &H::image_resize_interpolation)
      .help(
          "How training pictures are resized. model: as the model's own preprocessing says, which "
          "is how it predicts.");
  f.add("decode", &H::decode)
      .help(
          "How JPEG files are decoded. fast: at the smallest part of their size that covers what "
          "the model sees; exact: whole, as the published preprocessing does. The model predicts "
          "as it was trained.");
  add_own(f);
  return f;
}

void check(const H& h, std::vector<std::string>& faults) {
  if (h.eval_metric == EvalMetric::Accuracy || h.binary_mode) return;
  faults.push_back(
      fmt::format("eval_metric {} needs binary_mode True; set it, or choose eval_metric accuracy",
                  name(h.eval_metric)));
}

}  // namespace

TaskFacts image_classification() {
  return {.task = Task::ImageClassification,
          .data = DataForm::ClassFolders,
          .kind = "image",
          .tag = "ic",
          .card = kDefaultCard,
          .example = "picture",
          .examples = "pictures",
          .layout =
              "a folder with one folder of pictures for each class (flowers/roses/1.jpg, "
              "flowers/tulips/2.png)",
          .sample =
              "a folder with one folder of .jpg, .jpeg, .png or .webp pictures for each class:\n"
              "    flowers/daisy/1.jpg\n    flowers/daisy/2.jpg\n    flowers/roses/1.jpg\n",
          .title = {"Image classification", "Klasifikasi gambar"},
          .features = {"colours and textures", "warna dan tekstur"},
          .transformers = "ForImageClassification",
          .defaults_of_added = {},
          .fields = fields,
          .check = check};
}

}  // namespace sempurna
