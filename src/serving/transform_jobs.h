#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catalog/job_folder.h"
#include "jobs/job_queue.h"
#include "run/executor.h"
#include "serving/sockets_folder.h"
#include "serving/transform_run.h"

namespace sempurna {

/// The batch transform jobs of a server: accepted, then run, some at once and in turn for those who
/// ask (jobs/job_queue.h). What was accepted is done: when the server ends meanwhile, its next
/// start goes on with it behind the outputs that are whole. Safe to use from several threads.
class TransformJobs {
 public:
  /// Takes up what an earlier server left at work. Records and executor outlive this; workers are
  /// started from threads that live as long as this does, `at_once` of them.
  TransformJobs(TransformServer server, int at_once, TransformRecords& records, Executor& executor);
  /// Those at work are gone on with by the next.
  ~TransformJobs();

  /// From now on it will be done, whatever happens. Throws AlreadyExists.
  void accept(const std::string& name, const TransformPlan& plan, const Json& asked);
  std::optional<TransformRecord> find(const std::string& name) const { return records_.find(name); }
  std::vector<TransformSummary> list() const { return records_.list(); }
  /// Where its log is.
  JobFolder folder(const std::string& name) const {
    return {server_.home / "transform-jobs" / name};
  }

  /// Asks for its end: one that waits has ended then, one at work will soon; outputs that are whole
  /// stay. Throws NotFound, Conflict where it has ended.
  void stop(const std::string& name);

 private:
  class AtWork;

  void take_up();
  void work();
  std::optional<Error> run(const std::string& name, const fs::path& socket);
  void settle(const std::string& name, const std::optional<Error>& failure);
  void change(const std::string& name, TransformState to, const std::optional<Error>& failure = {});
  TransformRecord require(const std::string& name) const;

  TransformServer server_;
  TransformRecords& records_;
  Executor& executor_;
  SocketsFolder sockets_;
  MemoryTurn turn_;
  mutable std::mutex mutex_;  ///< of all below, and of changes of the records
  std::condition_variable changed_;
  JobQueue queue_;
  std::map<std::string, TransformRun*> at_work_;
  bool ends_ = false;
  std::vector<std::thread> workers_;  ///< last: they use all above
};

}  // namespace sempurna
