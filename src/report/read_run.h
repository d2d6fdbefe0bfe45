#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "report/words.h"

namespace sempurna {

// What a report shows, as read from evaluation.json. The trainer's own types (train/report_data.h)
// belong to the half that links libtorch. A number that is missing, null, infinite or no number at
// all (NaN) is empty.

struct ShownError {
  std::string channel;
  std::string file;
  int64_t row = 0;  ///< 0: none
  std::string text;
  std::string label;
  std::string predicted;
  std::optional<double> label_probability;
  std::optional<double> predicted_probability;
};

struct ShownClass {
  std::string label;
  int64_t examples = 0;
  int64_t predicted = 0;
  std::optional<double> precision;
  std::optional<double> recall;
  std::optional<double> f1;
};

/// Metrics by name, in the order of the file.
using ShownMetrics = std::vector<std::pair<std::string, std::optional<double>>>;

/// Empty also when there is no such metric.
std::optional<double> metric(const ShownMetrics& metrics, std::string_view name);

struct ShownEvaluation {
  std::string name;
  int64_t examples = 0;
  std::optional<double> majority_baseline;
  std::optional<double> linear_baseline;
  ShownMetrics metrics;
  std::vector<std::vector<int64_t>>
      confusion;  ///< [true][answered], square by the labels, or empty
  std::vector<ShownClass> classes;
  std::vector<ShownError> errors;
};

struct ShownBalance {
  std::string name;
  std::vector<int64_t> counts;  ///< one for each label
};

struct ShownFinding {
  std::string severity;  ///< "error", "warning", "fact"
  std::string code;
  std::string file;
  int64_t row = 0;  ///< 0: none
  std::string message;
  std::string remedy;
};

struct ShownRun {
  std::string task;
  std::string model_id;
  std::vector<std::string> lineage;  ///< the card and the jobs that the parent comes from
  std::string licence;               ///< of the card
  std::string model_type;
  int64_t parameters = 0;
  int64_t trained_parameters = 0;
  std::vector<std::string> labels;
  bool binary_mode = false;
  std::string eval_metric;
  std::string precision;
  int64_t best_epoch = 0;  ///< from 1; 0: none
  std::vector<ShownMetrics> history;
  std::vector<ShownEvaluation> evaluations;
  std::vector<ShownBalance> balance;
  std::vector<ShownFinding> findings;
  std::vector<std::pair<std::string, std::string>> settings;
  ReportLanguage language = ReportLanguage::English;
};

/// Members that are missing stay empty and those that are not known are passed over. Throws
/// DataCorrupt, naming the member, when one is of another type, a count is negative or above 10^12,
/// or lists do not fit the labels; InvalidArgument for a language that is not known.
ShownRun read_run(const Json& report);

}  // namespace sempurna
