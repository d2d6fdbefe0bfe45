#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "catalog/hyperparameters.h"
#include "dataset/check.h"
#include "dataset/inputs.h"

namespace sempurna {

/// A channel as the check has found it.
struct CheckedChannel {
  std::string name;  ///< "training", "validation", "test"
  std::vector<std::string> classes;
  std::vector<int64_t> counts;  ///< fit items, by class
};

/// What the check says, whatever the items are.
struct CheckOutcome {
  std::vector<CheckedChannel> channels;  ///< those that could be read
  Findings findings;                     ///< errors first
};

/// What is done with a task's data without its model's weights: one file each in dataset/tasks.
/// What is known before they are read is in catalog/tasks.
struct TaskData {
  /// The check before the job.
  CheckOutcome (*check)(const Channels& channels, const CheckOptions& options);
  /// Whether the files in `model` that prepare an example fit the model. Throws NotFound,
  /// DataCorrupt or InvalidArgument.
  void (*check_model)(const fs::path& model);
  /// Has the check judge by a model, whose files lie in `model`. Throws as reading these does.
  void (*judge_by)(const fs::path& model, const Hyperparameters& h, CheckOptions& options);
  /// Whether a source, as find_source() returns it, has just the classes `labels`. Throws when it
  /// cannot be read.
  bool (*has_classes)(const fs::path& source, const std::vector<std::string>& labels);
  /// Hands over what `given` stands for, one argument of `predict`. Throws NotFound or
  /// InvalidArgument for a file or folder that has no inputs.
  void (*inputs)(const std::string& given, const TakeInput& take);
  /// That of a line of standard input, whose number counts from 1.
  PredictInput (*input_of_line)(const std::string& line, int64_t number);
  /// What the texts of an input are called: columns of a CSV, members in JSON.
  std::vector<std::string> texts;
  /// The types of what an endpoint may be sent, the first as SageMaker's own examples send it.
  std::vector<std::string> content_types;
  /// That of a body of one of these types. Throws InvalidArgument.
  PredictInput (*input_of_body)(std::string body);
};

const TaskData& data_of(Task task);

}  // namespace sempurna
