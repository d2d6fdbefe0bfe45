#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/files.h"
#include "jobs/trains_only.h"

namespace sempurna {

/// Workers that do what the test says: `work` once, at the first poll, then they end as `exit`
/// says, or wait to be stopped when it says nothing.
struct FakeExecutor : public TrainsOnly {
  std::function<void(const JobFolder&)> work = [](const JobFolder&) {};
  std::optional<Exit> exit = Exit{};
  std::optional<Exit> exit_when_stopped = {};
  int started = 0;
  bool was_confined = false;

  std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions& options) override;
};

class FakeExecution : public Execution {
 public:
  FakeExecution(const FakeExecutor& executor, JobFolder job)
      : executor_(executor), job_(std::move(job)) {}

  std::optional<Exit> poll() override {
    if (!worked_) executor_.work(job_);
    worked_ = true;
    return stopped_ ? executor_.exit_when_stopped : executor_.exit;
  }
  void stop() override { stopped_ = true; }
  void finish() override { stopped_ = true; }

 private:
  const FakeExecutor& executor_;
  JobFolder job_;
  bool worked_ = false;
  bool stopped_ = false;
};

inline std::unique_ptr<Execution> FakeExecutor::start(const JobFolder& job,
                                                      const WorkerOptions& options) {
  ++started;
  was_confined = options.is_confined;
  return std::make_unique<FakeExecution>(*this, job);
}

}  // namespace sempurna
