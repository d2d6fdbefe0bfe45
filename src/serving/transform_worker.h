#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <mutex>
#include <string>

#include "serving/transform_server.h"
#include "serving/variant.h"

namespace sempurna {

/// Whose turn it is among transform jobs to take memory: one at a time, from when it asks whether
/// there is enough until its worker has taken it.
struct MemoryTurn {
  std::mutex mutex;
  std::atomic<int> working = 0;  ///< jobs whose worker has it
};

/// The worker of a transform job, which is started again when it ends by itself. One thread has it
/// and looks after it while it waits; requests are on threads of their own.
class TransformWorker {
 public:
  /// Fetches the model, waits for memory, then for the worker. Throws why it cannot be had;
  /// Cancelled once `ends` is set. All outlive this.
  TransformWorker(const TransformServer& server, MemoryTurn& turn, Executor& executor,
                  const TransformRecord& record, ObjectStore& objects, const fs::path& folder,
                  const fs::path& socket, const std::atomic<bool>& ends);
  ~TransformWorker();

  /// Asks for one record, again where it is not answered, as often as the plan says; once in any
  /// case where the worker has ended.
  std::future<ModelAnswer> ask(std::string body);
  /// Waits for it, looking after the worker. Throws Cancelled once `ends` is set.
  ModelAnswer wait(std::future<ModelAnswer>& answer);
  /// Ends it at once: what it is asked yet is not answered.
  void end();

 private:
  void await_memory();
  void start();
  void check() const;
  void look();
  ModelAnswer answer(const std::string& body);
  bool await_ready() const;

  const TransformServer& server_;
  MemoryTurn& turn_;
  Executor& executor_;
  const std::string job_;
  const TransformPlan plan_;
  const std::atomic<bool>& ends_;
  std::atomic<bool> is_over_ = false;
  Variant variant_;
  std::chrono::steady_clock::time_point look_at_{};
};

}  // namespace sempurna
