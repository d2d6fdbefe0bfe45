#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "jobs/training_jobs.h"
#include "tuning/tuned_job.h"
#include "tuning/tuning_records.h"

namespace sempurna {

/// The tuning jobs of a server, each of which has training jobs done, one after the other and
/// several at once, and chooses their hyperparameters by what came of those before. What was
/// accepted is done: when the server ends meanwhile, its next start goes on with it. Safe to use
/// from several threads.
class TuningJobs {
 public:
  /// Takes up what an earlier server left at work. Records and training jobs outlive this.
  TuningJobs(TuningServer server, TuningRecords& records, TrainingJobs& jobs);
  /// Its trials go on; the next chooses those that follow.
  ~TuningJobs();

  /// From now on it will be done. `asked` is what is given back of it; the names of the order's
  /// hyperparameters, and its model, are known to be right. Throws AlreadyExists, also where a name
  /// differs in the case of its letters alone.
  void create(const std::string& name, TuningOrder order, const Json& asked, Time created);
  std::optional<TuningRecord> find(const std::string& name) const { return records_.find(name); }
  std::vector<TuningRecord> list() const { return records_.list(); }
  std::vector<TuningSummary> summaries() const { return records_.summaries(); }
  /// By number, each as its training job is now.
  std::vector<TrialRecord> trials(const std::string& name) const;
  /// Asks for its end: trials that are at work are stopped. Throws NotFound, Conflict where it is
  /// not at work.
  void stop(const std::string& name);
  /// One that has ended; its training jobs stay. Throws NotFound, Conflict.
  void remove(const std::string& name);

 private:
  struct AtWork {
    TunedJob job;
    std::string fault = {};  ///< the last that was told
  };
  enum class Found { AtWork, Begun, Ended };  ///< Begun: another trial
  using Lock = std::unique_lock<std::mutex>;
  void work();
  Found look_at(const std::string& name, AtWork& tuned, Lock& lock);
  bool begin_trial(TunedJob& job, Lock& lock);
  TuningRecord require(const std::string& name) const;

  TuningServer server_;
  TuningRecords& records_;
  TrainingJobs& jobs_;
  mutable std::mutex mutex_;  ///< of all below
  std::condition_variable changed_;
  std::map<std::string, std::unique_ptr<AtWork>> at_work_;  ///< by the name in its record
  bool ends_ = false;
  std::thread watcher_;  ///< last: it uses all above
};

}  // namespace sempurna
