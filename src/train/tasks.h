#pragma once

#include <functional>
#include <string>
#include <vector>

#include "catalog/task.h"
#include "dataset/check.h"
#include "dataset/inputs.h"
#include "models/batch.h"
#include "train/data_sample.h"
#include "train/job_data.h"
#include "train/loss.h"
#include "train/parent_model.h"

namespace sempurna {

/// Makes a batch of one input. Throws when it cannot be read.
using InputReader = std::function<Batch(const PredictInput& input)>;

/// What is done with a task's data: one file each in train/tasks. What is known
/// without it is in catalog/tasks, what is done without a model's weights in dataset/tasks.
struct TaskTraining {
  /// Checks the channels and makes of them what a job trains on.
  JobData (*open)(const Channels& channels, const JobDataOptions& options);
  /// Checks the data that lie at `place`, of the classes in `options`, and makes them ready to be
  /// measured with. Throws InvalidArgument telling everything that was found, when they are not
  /// fit.
  DataPart (*measured)(const std::string& place, const JobDataOptions& options);
  /// How a model, trained with `h`, reads inputs.
  InputReader (*reader)(const ParentModel& model, const Hyperparameters& h);
  /// How many scores each example comes with, which the model adds to its logits
  /// (models/scored_model.h); 0: none. Throws DataCorrupt where what scores them is damaged or is
  /// another model's.
  int64_t (*scores)(const ParentModel& model);
  LossSettings (*loss)(const Hyperparameters& h, bool fresh_head);
  /// Whether dropout_rate is for a classification layer that is kept, too.
  bool drops_before_kept_head;
  /// Whether a client reads the metrics of the log as "loss=0.5", behind "- loss: 0.5".
  bool logs_assignments;
  /// Those of a parent's files that whoever prepares an example for the model needs.
  std::vector<std::string> (*files)(const fs::path& parent);
  /// Examples made up for a model, as large as a job's may be. Throws as a job would when the
  /// model's files do not belong together.
  Batch (*examples)(const ParentModel& parent);
  /// Some of the training data as the first epoch would see them, at most `most`, for people:
  ///
  ///   {"examples": [{"file", "row"?, "label", …}], …}
  ///   of pictures: "jpeg" in base64, augmented but not normalised, "lowest" and "highest" of its
  ///   values when it is; beside the list "width", "height", "augmented", "mean", "std"
  ///   of texts: "text", "tokens", "cut" if it has more; beside the list "longest"
  ///
  /// Which examples a batch of a job holds is known only once all of its data have been looked at.
  Json (*preview)(const Channels& channels, const JobDataOptions& options, int64_t most);
  /// Checks the channels, reading no more than their structure, and takes a part of them to compare
  /// models on. Throws InvalidArgument telling everything that was found, when they are not fit.
  DataSample (*sample)(const Channels& channels, const JobDataOptions& options,
                       const SampleSizes& most);
};

const TaskTraining& training_of(Task task);

}  // namespace sempurna
