#include "run/local_worker.h"

#include <chrono>
#include <csignal>
#include <thread>

#include "run/progress_reader.h"

namespace sempurna {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

namespace {

constexpr auto kPollEvery = std::chrono::milliseconds(50);
constexpr auto kStopWithin = std::chrono::seconds(30);

}  // namespace

fs::path worker_program() {
  return program_folder() / "sempurna-worker";
}

Exit run_local_worker(const JobFolder& job, const std::function<void(const Json&)>& on_event,
                      const std::function<bool()>& stop) {
  ProgressReader reader(job.progress(), true);
  Process worker({worker_program().string(), "train", job.root.string()}, {job.root / "log.txt"});
  bool stopping = false;
  steady_clock::time_point kill_at;
  for (;;) {
    // Asked before reading, so that what was written before the end is always read.
    const auto ended = worker.poll();
    for (const Json& event : reader.next()) on_event(event);
    if (ended) return *ended;
    if (!stopping && stop()) {
      stopping = true;
      kill_at = steady_clock::now() + kStopWithin;
      worker.signal(SIGTERM);
    }
    if (stopping && steady_clock::now() > kill_at) worker.signal(SIGKILL);
    std::this_thread::sleep_for(kPollEvery);
  }
}

Error lost_worker(const Exit& exit, const std::string& memory_advice, const std::string& rest) {
  if (exit.signal == SIGKILL) {
    return {Code::ResourceLimit, "the worker was killed, most likely because memory ran out; {}{}",
            memory_advice, rest};
  }
  return {Code::Internal, "the worker ended unexpectedly ({} {}){}",
          exit.signal != 0 ? "signal" : "status", exit.signal != 0 ? exit.signal : exit.status,
          rest};
}

int run_worker_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {worker_program().string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Exit exit = Process(command, {}).wait();
  if (exit.signal != 0) {
    throw lost_worker(exit, "close other programs, or use a smaller model", "");
  }
  return exit.status;
}

}  // namespace sempurna
