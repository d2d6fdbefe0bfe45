#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/database.h"
#include "base/error.h"
#include "base/json.h"
#include "catalog/job_folder.h"
#include "jobs/job_query.h"
#include "jobs/job_state.h"
#include "jobs/training_request.h"

namespace sempurna {

/// One change of a job's state.
struct JobChange {
  JobState state;
  Time time;
  std::string message;            ///< why, where there is more to say than the state does
  std::optional<Code> code = {};  ///< of a failure: whose it was
};

/// What is known of a training job, whether its folder is still there or not.
struct JobRecord {
  fs::path folder;  ///< absolute; what tells jobs apart
  std::string name;
  std::string model;              ///< the parent's card, or the card that it was first made from
  Json request = Json::object();  ///< what was given
  std::vector<JobChange> changes = {};  ///< oldest first, of all its runs
  Json facts = {};  ///< what job.json holds of one that has its model, else null
  /// Of a server's job: what its API was asked for, to be given back as it was; else null.
  Json asked = {};
  std::vector<LogMetric> metrics = {};  ///< that were asked for, as far as its log has them

  bool is_served() const { return !asked.is_null(); }
  JobState state() const { return changes.back().state; }
  std::string_view status() const { return status_of(state(), is_served()); }
  Time created() const { return changes.front().time; }
  Time changed() const { return changes.back().time; }
  /// When it first had an instance; empty: never.
  std::optional<Time> began() const;
  /// Why it failed, or what else was said of its state.
  const std::string& message() const { return changes.back().message; }
};

/// The records of training jobs, in <home>/jobs.sqlite: each change is there, durably, when the
/// call returns. Safe to use from several threads; several processes may have it open.
class JobRecords {
 public:
  /// Throws what base/database.h throws, and Denied where the folder cannot be written.
  explicit JobRecords(const fs::path& home, const Clock& clock = system_clock());

  /// A server was asked for a job and will see to it: it is Starting, or then Pending. Throws
  /// AlreadyExists where one is known in the same folder.
  void accept(const JobFolder& folder, const std::string& name, const std::string& model,
              const TrainingRequest& request, const Json& asked,
              JobState state = JobState::Starting);
  /// A new run of a job begins: Starting. A fresh one replaces what was known of an earlier job in
  /// the same folder.
  void begin(const JobFolder& folder, const std::string& name, const std::string& model,
             const TrainingRequest& request, bool fresh);
  /// Throws Conflict where a job may not go there from its state, NotFound for an unknown one.
  void change(const JobFolder& folder, JobState to, const std::string& message = "",
              std::optional<Code> code = std::nullopt);
  /// `as`: Completed, or what a job has become that was ended before its last epoch, with the model
  /// that it had.
  void complete(const JobFolder& folder, const Json& facts, JobState as = JobState::Completed);

  void keep_metrics(const JobFolder& folder, const std::vector<LogMetric>& metrics);

  std::optional<JobRecord> find(const JobFolder& folder) const;
  /// Those of this name, which several output folders may have; all for an empty one. Newest first.
  std::vector<JobRecord> list(const std::string& name = "") const;
  std::vector<JobSummary> list(const JobQuery& query) const;

  /// Nothing is known of it any more.
  void remove(const JobFolder& folder);

  /// Sets down what became of jobs whose command went away without a word. A server's are its own
  /// to see to.
  void settle();

 private:
  void add(const std::string& folder, const std::string& name, const std::string& model,
           const TrainingRequest& request, const Json& asked);
  void add_change(const std::string& folder, JobState to, const std::string& message,
                  std::optional<Code> code = std::nullopt);
  std::optional<JobState> state_in(const std::string& folder) const;
  void require(const std::string& folder, JobState to) const;

  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable Database database_;
};

}  // namespace sempurna
