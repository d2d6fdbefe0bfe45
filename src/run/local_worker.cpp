#include "run/local_worker.h"

#include <csignal>

namespace sempurna {

namespace fs = std::filesystem;
fs::path worker_program() {
  return program_folder() / "sempurna-worker";
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
