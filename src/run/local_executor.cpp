#include "run/local_executor.h"

#include <chrono>
#include <csignal>

#include "base/usable_threads.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

using std::chrono::steady_clock;

constexpr auto kStopWithin = std::chrono::seconds(30);

std::map<std::string, std::string> environment(const WorkerOptions& options) {
  if (options.threads == 0) return {};
  return {{kThreadsVariable, std::to_string(options.threads)}};
}

class LocalExecution : public Execution {
 public:
  LocalExecution(const JobFolder& job, const WorkerOptions& options)
      : worker_({worker_program().string(), "train", job.root.string()},
                {.output = job.root / "log.txt",
                 .without_network = options.without_network,
                 .environment = environment(options)}) {}

  std::optional<Exit> poll() override {
    const auto ended = worker_.poll();
    if (!ended && kill_at_ && steady_clock::now() > *kill_at_) worker_.signal(SIGKILL);
    return ended;
  }

  void stop() override {
    if (kill_at_) return;
    kill_at_ = steady_clock::now() + kStopWithin;
    worker_.signal(SIGTERM);
  }

 private:
  Process worker_;
  std::optional<steady_clock::time_point> kill_at_;
};

}  // namespace

std::unique_ptr<Execution> LocalExecutor::start(const JobFolder& job,
                                                const WorkerOptions& options) {
  return std::make_unique<LocalExecution>(job, options);
}

}  // namespace sempurna
