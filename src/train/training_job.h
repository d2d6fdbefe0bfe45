#pragma once

#include <memory>
#include <optional>

#include "report/circumstances.h"
#include "train/forecast.h"
#include "train/job_data.h"
#include "train/parent_model.h"
#include "train/progress.h"
#include "train/run_training.h"
#include "train/trainer.h"

namespace sempurna {

/// One run of a job, step by step. run() is the whole; the rest is private.
class TrainingJob {
 public:
  TrainingJob(const JobFolder& job, const RunOptions& options, Progress& progress);
  ~TrainingJob();

  void run();

 private:
  void read_input();
  void open_data();
  void build();
  void foresee();
  void keep_features();
  void train();
  void finish();

  Json fingerprint() const;
  std::unique_ptr<ExampleSource> examples_of(const DataPart& part) const;
  EvaluationReport measure(const DataPart& part, ExampleSource& source);
  void measure_test();
  RunReport make_report();
  Circumstances circumstances() const;
  Json training_record() const;
  std::string result_words() const;
  double seconds() const;  ///< of the run so far, over all resumptions

  const JobFolder& job_;
  RunOptions options_;
  Progress& progress_;
  std::chrono::steady_clock::time_point began_;

  std::string model_id_;
  Ancestry ancestry_;
  std::vector<std::string> channels_;
  int threads_ = 1;
  ParentModel parent_;
  TrainingPlan plan_;
  bool fresh_head_ = true;
  int64_t views_ = 1;
  JobData data_;
  std::unique_ptr<Model> model_;
  RunSize size_;
  Json forecast_;
  uint64_t peak_before_ = 0;  ///< bytes of memory, before the forecast's trial

  std::unique_ptr<ExampleSource> training_;
  std::unique_ptr<ExampleSource> validation_;
  std::unique_ptr<class FeatureStore> training_features_;
  std::unique_ptr<class FeatureStore> validation_features_;
  std::unique_ptr<CheckpointStore> checkpoints_;
  TrainingOutcome outcome_;
  std::vector<EvaluationReport> evaluations_;
};

}  // namespace sempurna
