#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "jobs/job_log.h"
#include "serving/transform_journal.h"
#include "serving/transform_server.h"
#include "serving/transform_worker.h"

namespace sempurna {

/// One transform job at work: its model fetched and started, then the records of its objects
/// answered, several at a time, and for each object an output written, whole or not at all. An
/// object with a record that the model refuses has none, and the job goes on with the others, to
/// fail in the end; what befalls the model itself, or an output, ends the job. One thread has it.
class TransformRun {
 public:
  /// All outlive this; the worker's socket will be `socket`. The job goes on behind what is done of
  /// it in its folder.
  TransformRun(const TransformServer& server, MemoryTurn& turn, Executor& executor,
               TransformRecord record, const fs::path& folder, fs::path socket);

  /// `on_ready` is called once the model is. Throws why the job failed; Cancelled once it was told
  /// to end.
  void run(const std::function<void()>& on_ready);
  /// Has run() end soon. May be called from any thread.
  void end() { ends_ = true; }

 private:
  /// An object whose answers are on their way.
  struct Object {
    TransformInput input;
    std::unique_ptr<ObjectWriter> output = nullptr;
    std::string fault = {};  ///< why there will be none
  };
  /// What comes next, in the order of the records.
  struct Awaited {
    std::shared_ptr<Object> object;
    std::future<ModelAnswer> answer;  ///< of a record; none: it was the object's last
    uint64_t line = 0;
  };

  void answer_all();
  void ask_for(const std::shared_ptr<Object>& object);
  void take_next();
  void take_answer(Awaited& next, const ModelAnswer& answer);
  void finish(Object& object);
  ObjectWriter& output_of(Object& object);
  void tell_progress();

  const TransformServer& server_;
  MemoryTurn& turn_;
  Executor& executor_;
  const TransformRecord record_;
  const TransformPlan& plan_ = record_.plan;
  const Location output_;
  fs::path folder_;
  fs::path socket_;
  std::atomic<bool> ends_ = false;
  JobLog log_;
  TransformJournal journal_;
  std::unique_ptr<ObjectStore> objects_;
  std::unique_ptr<TransformWorker> worker_;
  std::deque<Awaited> awaited_;  ///< after the worker, which their threads ask
  int64_t asked_ = 0;            ///< of these, answers
  uint64_t records_ = 0;         ///< answered since this start
  std::chrono::steady_clock::time_point told_at_{};
};

}  // namespace sempurna
