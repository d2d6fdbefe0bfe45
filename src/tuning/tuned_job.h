#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "jobs/training_jobs.h"
#include "tuning/completion.h"
#include "tuning/trial_metric.h"
#include "tuning/tuning_records.h"

namespace sempurna {

/// What the tuning jobs of a server work with, all alike.
struct TuningServer {
  /// A training job of this name is about to be accepted as a trial.
  std::function<void(const std::string& trial, const TuningRecord& job)> tag;
  std::function<void(const std::string&)> log;  ///< a sentence now and then
};

/// A tuning job that is at work. Everything that it does is in the records before it is done, so
/// that another can go on with it from there: a trial has its number, its name and its values
/// before it is accepted. One thread's at a time.
class TunedJob {
 public:
  /// All but the record outlive this.
  TunedJob(const TuningServer& server, TuningRecords& records, TrainingJobs& jobs,
           TuningRecord record);

  /// Sees what has become of its trials and ends those that are losing. Returns whether the tuning
  /// job is at work still.
  bool look();
  /// What chooses the values of a trial that is to begin now, which may take seconds; null: none
  /// is. It may be called by any thread, whatever becomes of this meanwhile.
  std::function<std::optional<Values>()> choice() const;
  /// Begins the trial that was chosen, unless the tuning job is about to end by now. `values` is
  /// empty where all that there is has been tried.
  void begin_trial(std::optional<Values> values);
  /// From now on it is Stopping. Once its trials have ended it is Stopped.
  void stop();
  /// Sets down how long it has been worked on.
  void note_time();

 private:
  void see(TrialRecord& trial);
  void settle(TrialRecord& trial, const JobRecord* job);
  void judge(TrialRecord& trial);
  void stop_trial(const TrialRecord& trial);
  void decide();
  bool has_begun_all() const;
  void accept(TrialRecord& trial);
  void end_as(TuningState state, const std::string& message);
  void keep();
  void keep(const TrialRecord& trial) { records_.put_trial(record_.name, trial); }
  int64_t milliseconds() const;
  size_t at_work() const;

  const TuningServer& server_;
  TuningRecords& records_;
  TrainingJobs& jobs_;
  TuningRecord record_;
  std::vector<TrialRecord> trials_;
  std::map<int64_t, TrialMetric> followed_;  ///< of trials at work, by number
  int64_t milliseconds_before_;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point noted_ = began_;
  bool all_tried_ = false;
};

/// The name of a trial's training job: the tuning job's, its number, and eight digits that tell it
/// from those of earlier tuning jobs of the name.
std::string trial_name(const TuningRecord& job, int64_t number);

}  // namespace sempurna
