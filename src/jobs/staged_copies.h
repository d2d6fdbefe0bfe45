#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "jobs/staging.h"

namespace sempurna {

/// The copies of objects that a server's jobs read. Jobs that read the same at once share one; it
/// goes with the last of them, as what was sealed lies open in it. Safe to use from several
/// threads.
class StagedCopies {
 public:
  explicit StagedCopies(fs::path folder) : folder_(std::move(folder)) {}

  /// As stage_in(), and held for the job; waits while another job fetches the same. `check` is
  /// called now and then: what it throws ends that.
  std::string stage(const std::string& job, const NamedStore& store, const Location& location,
                    const std::function<void()>& check);
  /// The copy that `place` lies in is held for the job; one that lies elsewhere is none of ours.
  void hold(const std::string& job, const fs::path& place);
  /// The job reads no more.
  void release(const std::string& job);

 private:
  void hold_locked(const std::string& job, const fs::path& place);
  void remove_unheld();

  fs::path folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<fs::path, std::set<std::string>> holders_;
  std::set<std::string> fetched_;  ///< locations that are being looked for or fetched
};

}  // namespace sempurna
