#include "run/local_executor.h"

#include <chrono>
#include <csignal>

#include "run/local_worker.h"

namespace sempurna {

namespace {

using std::chrono::steady_clock;

constexpr auto kStopWithin = std::chrono::seconds(30);

class LocalExecution : public Execution {
 public:
  LocalExecution(const JobFolder& job, bool without_network)
      : worker_({worker_program().string(), "train", job.root.string()},
                {.output = job.root / "log.txt", .without_network = without_network}) {}

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

std::unique_ptr<Execution> LocalExecutor::start(const JobFolder& job, bool without_network) {
  return std::make_unique<LocalExecution>(job, without_network);
}

}  // namespace sempurna
