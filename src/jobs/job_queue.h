#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace sempurna {

/// A job that waits for its turn, or has it.
struct QueuedJob {
  std::string name;
  std::string owner;               ///< who asked for it
  uint64_t memory_bytes = 0;       ///< that it is foretold to take
  std::optional<Time> until = {};  ///< it waits no longer than then
};

/// Whose turn it is, of the jobs of several owners of which some may be at work at once. It is the
/// turn of the owner who has the fewest at work; of several such, of whose last job began longest
/// ago; then of who asked first. An owner's own jobs come in the order in which they were asked
/// for.
class JobQueue {
 public:
  explicit JobQueue(int at_once) : at_once_(at_once) {}

  void add(QueuedJob job) { waiting_.push_back(std::move(job)); }
  /// One that waits waits no more. Returns whether it did.
  bool remove(const std::string& name);

  /// Those that wait no longer at this time.
  std::vector<std::string> overdue(Time now) const;

  /// The one whose turn it is; null where none waits, or as many are at work as may be.
  const QueuedJob* next() const;
  void begin(const std::string& name);
  void end(const std::string& name);

  bool is_at_work(const std::string& name) const { return at_work_.contains(name); }
  size_t at_work() const { return at_work_.size(); }
  /// Whether a job that came now would have its turn at once.
  bool is_free() const { return waiting_.empty() && std::ssize(at_work_) < at_once_; }
  /// How many turns come before that of a job that waits, as things are; empty: it does not wait.
  std::optional<size_t> before(const std::string& name) const;

 private:
  struct Owner {
    int at_work = 0;
    uint64_t last_turn = 0;  ///< 0: never had one
  };
  /// An owner's jobs that wait, in their order, as places in waiting_.
  struct Line {
    Owner owner;
    std::deque<const QueuedJob*> jobs;
  };
  std::vector<Line> lines() const;
  static std::vector<Line>::iterator first(std::vector<Line>& lines);

  int at_once_;
  std::vector<QueuedJob> waiting_;              ///< in the order in which they were asked for
  std::map<std::string, std::string> at_work_;  ///< owners by job
  std::map<std::string, Owner> owners_;         ///< who has jobs here
  uint64_t turns_ = 0;
};

}  // namespace sempurna
