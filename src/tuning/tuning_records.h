#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/choice.h"
#include "base/clock.h"
#include "base/database.h"
#include "tuning/tuning_order.h"

namespace sempurna {

/// How far a tuning job is: SageMaker's statuses, as far as tuning jobs here have them
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeHyperParameterTuningJob.html).
enum class TuningState { InProgress, Stopping, Completed, Failed, Stopped };
constexpr std::array<std::string_view, 5> names_of(TuningState) {
  return {"InProgress", "Stopping", "Completed", "Failed", "Stopped"};
}
constexpr bool is_at_work(TuningState state) {
  return state == TuningState::InProgress || state == TuningState::Stopping;
}

struct TuningSummary {
  std::string name;
  TuningState state = TuningState::InProgress;
  Time created{};
  Time changed{};
};

struct TuningRecord {
  std::string name;
  Json asked = {};  ///< the members of the request that made it, to be given back
  TuningOrder order = {};
  TuningState state = TuningState::InProgress;
  /// What it will be when the trials that are at work have been stopped; empty: others may begin.
  std::optional<TuningState> ends_as = {};
  std::string message = {};  ///< why it failed
  Time created{};
  Time changed{};
  std::optional<Time> ended = {};
  int64_t milliseconds = 0;            ///< that a server has worked on it
  std::optional<Time> converged = {};  ///< when no better trial was to be expected any more
};

/// A trial, which is a training job.
struct TrialRecord {
  int64_t number = 0;  ///< from 1
  std::string name;    ///< of its training job
  Trial trial = {};
  bool is_accepted = false;  ///< by TrainingJobs; one that is not was recorded just before a kill
  /// Its epochs of which it is known whether it was losing after them: later trials are no reason
  /// to ask again.
  int64_t judged = 0;
  int64_t lost_after = 0;             ///< the epoch after which it was losing; 0: never
  std::string status = "InProgress";  ///< TrainingJobStatus; of one at work its job knows better
  std::string message = {};           ///< why it failed
  Time created{};
  std::optional<Time> began = {};  ///< to train
  std::optional<Time> ended = {};
};

/// The records of tuning jobs and their trials, in <home>/tuning.sqlite. Names that differ in case
/// alone are one. Each change is there, durably, when the call returns. Safe to use from several
/// threads.
class TuningRecords {
 public:
  /// Throws what base/database.h throws.
  explicit TuningRecords(const fs::path& home);

  /// Throws AlreadyExists.
  void add(const TuningRecord& record);
  /// All but what was asked for and what is done. Throws NotFound.
  void change(const TuningRecord& record);
  /// With its trials.
  void remove(const std::string& name);
  std::optional<TuningRecord> find(const std::string& name) const;
  std::vector<TuningRecord> list() const;        ///< by name, without those that are damaged
  std::vector<TuningSummary> summaries() const;  ///< by name, which takes little reading

  /// A new trial of a tuning job, or what has become of one.
  void put_trial(const std::string& tuning_job, const TrialRecord& trial);
  void forget_trial(const std::string& tuning_job, int64_t number);
  /// By number. One whose row is damaged has failed.
  std::vector<TrialRecord> trials(const std::string& tuning_job) const;

 private:
  mutable std::mutex mutex_;
  mutable Database database_;
};

}  // namespace sempurna
