#include "run/local_executor.h"

#include <chrono>
#include <csignal>

#include "base/usable_threads.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

namespace fs = std::filesystem;

using std::chrono::steady_clock;

constexpr auto kStopWithin = std::chrono::seconds(30);
constexpr auto kFinishWithin = std::chrono::seconds(120);

std::map<std::string, std::string> environment(const WorkerOptions& options) {
  if (options.threads == 0) return {};
  return {{kThreadsVariable, std::to_string(options.threads)}};
}

class LocalExecution : public Execution {
 public:
  LocalExecution(const std::vector<std::string>& arguments, const fs::path& log,
                 const WorkerOptions& options)
      : worker_(worker_command(arguments), {.output = log,
                                            .without_network = options.without_network,
                                            .environment = environment(options)}) {}

  std::optional<Exit> poll() override {
    const auto ended = worker_.poll();
    if (!ended && kill_at_ && steady_clock::now() > *kill_at_) worker_.signal(SIGKILL);
    return ended;
  }

  void stop() override {
    if (!stops_) end_by(SIGTERM, kStopWithin);
    stops_ = true;
  }

  void finish() override {
    if (!kill_at_) end_by(SIGUSR1, kFinishWithin);
  }

  std::optional<ProcessUse> use() const override { return worker_.use(); }

 private:
  void end_by(int signal, std::chrono::seconds within) {
    kill_at_ = steady_clock::now() + within;
    worker_.signal(signal);
  }

  Process worker_;
  bool stops_ = false;
  std::optional<steady_clock::time_point> kill_at_;
};

}  // namespace

std::unique_ptr<Execution> LocalExecutor::start(const JobFolder& job,
                                                const WorkerOptions& options) {
  return std::make_unique<LocalExecution>(std::vector<std::string>{"train", job.root.string()},
                                          job.root / "log.txt", options);
}

std::unique_ptr<Execution> LocalExecutor::serve(const ServedModel& model,
                                                const WorkerOptions& options) {
  return std::make_unique<LocalExecution>(
      std::vector<std::string>{"serve", "--socket", model.socket.string(), "--",
                               model.folder.string()},
      model.log, options);
}

}  // namespace sempurna
