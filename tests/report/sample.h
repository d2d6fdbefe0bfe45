#pragma once

#include <string>

#include "base/json.h"
#include "image/encode.h"
#include "report/report.h"

namespace sempurna {

/// A small run on pictures with everything in it: three classes, three epochs, validation and test.
inline Json sample_run() {
  return parse_json(R"({
    "format": 2, "task": "image-classification",
    "parent": {"model_id": "pytorch-ic-mobilenet-v2", "model_type": "mobilenet_v2"},
    "model": {"parameters": 2227715, "trained_parameters": 3843},
    "data": {"labels": ["daisy", "rose", "tulip"], "training": [90, 60, 50],
             "validation": [8, 6, 6], "test": [450, 400, 350]},
    "precision": "fp32", "best_epoch": 2,
    "history": [
      {"epoch": 1, "learning_rate": 0.001, "loss": 0.9, "accuracy": 0.6,
       "val_loss": 0.8, "val_accuracy": 0.65, "val_macro_f1": 0.6},
      {"epoch": 2, "learning_rate": 0.0005, "loss": 0.5, "accuracy": 0.85,
       "val_loss": 0.55, "val_accuracy": 0.8, "val_macro_f1": 0.79},
      {"epoch": 3, "learning_rate": 0.0001, "loss": 0.3, "accuracy": 0.95,
       "val_loss": 0.6, "val_accuracy": 0.75, "val_macro_f1": 0.74}],
    "evaluations": [
      {"name": "validation", "examples": 20, "majority_baseline": 0.4,
       "metrics": {"loss": 0.55, "accuracy": 0.8, "macro_f1": 0.79},
       "confusion": [[8, 0, 0], [1, 4, 1], [0, 2, 4]],
       "classes": [
         {"label": "daisy", "examples": 8, "predicted": 9, "precision": 0.888888888888889,
          "recall": 1, "f1": 0.941176470588235},
         {"label": "rose", "examples": 6, "predicted": 6, "precision": 0.666666666666667,
          "recall": 0.666666666666667, "f1": 0.666666666666667},
         {"label": "tulip", "examples": 6, "predicted": 5, "precision": 0.8,
          "recall": 0.666666666666667, "f1": 0.727272727272727}],
       "worst_errors": [
         {"channel": "training", "file": "rose/3.jpg", "label": "rose", "predicted": "daisy",
          "label_probability": 0.0123, "predicted_probability": 0.9731}]},
      {"name": "test", "examples": 1200, "majority_baseline": 0.375,
       "metrics": {"loss": 0.5, "accuracy": 0.9, "macro_f1": 0.89},
       "confusion": [[440, 5, 5], [15, 360, 25], [10, 60, 280]],
       "classes": [
         {"label": "daisy", "examples": 450, "predicted": 465, "precision": 0.946, "recall": 0.978,
          "f1": 0.962},
         {"label": "rose", "examples": 400, "predicted": 425, "precision": 0.847, "recall": 0.9,
          "f1": 0.873},
         {"label": "tulip", "examples": 350, "predicted": 310, "precision": 0.903, "recall": 0.8,
          "f1": 0.848}],
       "worst_errors": []}],
    "findings": [
      {"severity": "warning", "code": "few-items", "file": "training",
       "message": "the class \"tulip\" has only 50 pictures", "remedy": "Add pictures of this class"},
      {"severity": "fact", "code": "class-counts", "message": "200 pictures of 3 classes"}],
    "hyperparameters": {"epochs": "3", "learning_rate": "0.001", "eval_metric": "accuracy",
                        "binary_mode": "False", "report_language": "en"}})",
                    "the sample");
}

/// The same for texts in two classes, in binary mode, in Indonesian, without test data.
inline Json sample_texts() {
  Json run = sample_run();
  run["task"] = "text-classification";
  run["data"] = {{"labels", {"0", "1"}}, {"training", {40, 40}}, {"validation", {5, 5}}};
  run["hyperparameters"]["binary_mode"] = "True";
  run["hyperparameters"]["eval_metric"] = "auc";
  run["hyperparameters"]["report_language"] = "id";
  for (size_t i = 0; i < 3; ++i) run["history"][i]["val_auc"] = 0.7 + 0.1 * static_cast<double>(i);
  run["evaluations"] = parse_json(R"([
      {"name": "validation", "examples": 10, "majority_baseline": 0.5,
       "metrics": {"loss": 0.4, "accuracy": 0.9, "precision": 1, "recall": 0.8, "auc": 0.96,
                   "prc": 0.95, "macro_f1": 0.899},
       "confusion": [[5, 0], [1, 4]], "classes": [],
       "worst_errors": [
         {"channel": "validation", "file": "data.csv", "row": 1207, "text": "murah & bagus",
          "label": "1", "predicted": "0", "label_probability": 0.3, "predicted_probability": 0.7}]}
      ])",
                                  "the sample");
  return run;
}

/// The report of a record as it is written.
inline std::string render(const Json& run, const ReportOptions& options = {}) {
  return render_report(read_record(run, "the sample"), options);
}

/// A picture file of that size, bands of colour.
inline std::string sample_jpeg(int width, int height) {
  Image image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < 3 * width; ++x) {
      image.row(y)[x] = static_cast<uint8_t>(x * 5 / width * 40 + y % 16);
    }
  }
  return encode_jpeg(image, 90);
}

}  // namespace sempurna
