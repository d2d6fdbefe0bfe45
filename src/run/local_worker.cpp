#include "run/local_worker.h"

#include <unistd.h>

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

std::vector<std::string> worker_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {worker_program().string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

void become_worker(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = worker_command(arguments);
  std::vector<char*> words;
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  ::execv(words[0], words.data());
  throw Error(Code::NotFound,
              "the program {} is not there or may not be run; build or install sempurna again",
              command[0]);
}

int run_worker_command(const std::vector<std::string>& arguments) {
  const Exit exit = Process(worker_command(arguments), {}).wait();
  if (exit.signal != 0) {
    throw lost_worker(exit, "close other programs, or use a smaller model", "");
  }
  return exit.status;
}

}  // namespace sempurna
