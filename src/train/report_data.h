#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "catalog/ancestry.h"
#include "dataset/finding.h"
#include "train/metrics.h"

namespace sempurna {

/// One example that the model got wrong.
struct WorstError {
  std::string file;     ///< below the channel's folder
  int64_t row = 0;      ///< of data.csv, from 1; 0 for pictures
  std::string text;     ///< the text itself, cut to 300 characters; empty for pictures
  std::string channel;  ///< where it comes from: "training" or "validation" or "test"
  std::string label;
  std::string predicted;
  double label_probability = 0;
  double predicted_probability = 0;
};

/// One evaluated data set.
struct EvaluationReport {
  std::string name;  ///< "validation" or "test"
  Metrics metrics;
  double majority_baseline = 0;  ///< accuracy of always answering training's commonest class
  std::optional<double> linear_baseline;  ///< that of a linear model on words or colours
  std::vector<WorstError> errors;  ///< at most 24, the most certain of the wrong answers first
};

/// Examples of each class, in the order of the labels.
struct ClassBalance {
  std::string name;  ///< "training", "validation", "test"
  std::vector<int64_t> counts;
};

/// Everything that report.html shows, and nothing of the machine: no clock, path or host. As JSON
/// it is <job>/output/data/evaluation.json.
struct RunReport {
  std::string task;      ///< "image-classification" …
  std::string model_id;  ///< the first parent's card
  Ancestry ancestry;
  std::string model_type;
  int64_t parameters = 0;
  int64_t trained_parameters = 0;
  std::vector<std::string> labels;
  bool binary_mode = false;
  std::string eval_metric;    ///< "val_accuracy" …: what chose the best epoch
  std::vector<Json> history;  ///< one object an epoch: epoch (from 1), learning_rate, loss, …
  int64_t best_epoch = 0;     ///< from 1
  std::string precision;
  std::vector<EvaluationReport> evaluations;
  std::vector<ClassBalance> balance;
  Findings findings;
  std::vector<std::pair<std::string, std::string>> settings;  ///< every hyperparameter
  std::string language;                                       ///< "en" or "id"
};

Json to_json(const RunReport& report);

/// The wrong answers, the most certain first, ties by position: positions in `predictions`.
std::vector<int64_t> worst_errors(const Predictions& predictions, size_t most = 24);

}  // namespace sempurna
