#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "catalog/hyperparameters.h"
#include "catalog/job_folder.h"
#include "catalog/task.h"
#include "data/batch_source.h"
#include "dataset/finding.h"
#include "report/run_record.h"
#include "words/word_classifier.h"

namespace sempurna {

/// One part of a job's data, ready to be trained on or measured with.
struct DataPart {
  std::string name;  ///< "training", "validation", "test"
  std::unique_ptr<BatchSource> source;
  std::vector<int64_t> counts;  ///< examples of each class
  /// Where an example comes from: channel, file, row and text of it.
  std::function<WrongAnswer(int64_t position)> locate;
  /// Of held-out parts: what a linear model on words or colours reaches (baseline/).
  std::optional<double> linear_baseline;
};

/// All that a job trains on and measures with.
struct JobData {
  std::vector<std::string> labels;  ///< class index → name
  DataPart training;
  std::optional<DataPart> validation;  ///< the channel, or what the split held out
  std::optional<DataPart> test;
  bool split = false;        ///< validation was held out of the training channel
  std::string hash;          ///< of all channels' items, their classes and order of classes
  std::string order;         ///< of the items of training and validation, by their positions
  Findings findings;         ///< none is an error
  uint64_t cache_bytes = 0;  ///< on disk, of pictures kept prepared
  /// Of texts, what scored them by their words and belongs to the model; null where nothing did.
  std::shared_ptr<const WordClassifier> words = nullptr;
};

struct JobDataOptions {
  Task task = Task::ImageClassification;
  Hyperparameters hyperparameters;
  fs::path model_folder;  ///< whose tokenizer or preprocessor is used
  /// Of a model that keeps its head: the training channel must have just these classes.
  std::optional<std::vector<std::string>> classes;
  int threads = 1;
  fs::path cache_folder;  ///< for prepared pictures; empty: not kept
  /// Of a folder's disk; the prepared pictures that are kept take at most half of it.
  std::function<uint64_t(const fs::path&)> free_disk = free_bytes;
  std::function<void(const std::string& phase, int64_t done, int64_t total)> progress;
  std::function<void(const Finding&)> on_finding;
};

/// Checks the channels of a job, parts validation data off when there is no such channel, and makes
/// the batch sources. Throws InvalidArgument when the check finds an error, saying the first and
/// how many there are.
JobData open_job_data(const JobFolder& job, const std::vector<std::string>& channels,
                      const JobDataOptions& options);

}  // namespace sempurna
