#include "base/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "base/error.h"

namespace sempurna {

namespace fs = std::filesystem;

namespace {

/// NAME=value of ours and, over it, of these.
std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text = *variable;
    if (!more.contains(text.substr(0, text.find('=')))) all.push_back(text);
  }
  for (const auto& [name, value] : more) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> null_ended(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const auto& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Options& options) {
  ensure(!command.empty(), "a command with a program");
  if (::access(command[0].c_str(), X_OK) != 0) {
    throw Error(Code::NotFound,
                "the program {} is not there or may not be run; build or install sempurna again",
                command[0]);
  }
  const std::vector<char*> arguments = null_ended(command);
  const auto variables = environment_with(options.environment);
  const std::vector<char*> environment = null_ended(variables);
  int out = -1;
  if (!options.output.empty()) {
    out = ::open(options.output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (out < 0) {
      throw Error(Code::Unavailable, "cannot write {}: {}", options.output.string(),
                  std::generic_category().message(errno));
    }
  }
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ == 0) {
    // Only calls that are safe after a fork of a threaded process, from here to exec.
    if (options.own_group) ::setpgid(0, 0);
    if (options.confinement != nullptr && !options.confinement->enter()) ::_exit(kExitNotConfined);
    // Last, as other rights take it back.
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(127);
    if (out >= 0) {
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
    }
    ::execve(arguments[0], arguments.data(), environment.data());
    ::_exit(127);
  }
  const int error = errno;
  if (out >= 0) ::close(out);
  if (id_ < 0) {
    throw Error(Code::Unavailable, "cannot start {}: {}", command[0],
                std::generic_category().message(error));
  }
}

namespace {

Exit exit_of(int status) {
  if (WIFSIGNALED(status)) return {0, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

/// Waits without end, or with WNOHANG not at all; empty while the child runs.
std::optional<Exit> ask(pid_t child, int options) {
  int status = 0;
  pid_t answer = -1;
  do {
    answer = ::waitpid(child, &status, options);
  } while (answer < 0 && errno == EINTR);
  if (answer < 0) {
    // The system forgets how a child ended when SIGCHLD is ignored.
    throw Error(Code::Internal,
                "how a program that was started has ended cannot be known ({}); start sempurna "
                "where SIGCHLD is not ignored",
                std::generic_category().message(errno));
  }
  if (answer == 0) return std::nullopt;
  return exit_of(status);
}

}  // namespace

Process::~Process() {
  if (id_ < 0 || exit_) return;
  ::kill(id_, SIGKILL);
  while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<Exit> Process::poll() {
  if (!exit_) exit_ = ask(id_, WNOHANG);
  return exit_;
}

Exit Process::wait() {
  if (!exit_) exit_ = ask(id_, 0);
  return *exit_;
}

void Process::signal(int number) {
  if (!poll()) ::kill(id_, number);
}

std::optional<ProcessUse> Process::use() const {
  return exit_ ? std::nullopt : process_use(id_);
}

namespace {

fs::path folder_of(pid_t process) {
  return fs::path("/proc") / std::to_string(process);
}

/// The fields of its stat from the third on; empty of one that has ended.
std::vector<std::string> state_of(pid_t process) {
  std::ifstream stat(folder_of(process) / "stat");
  // The second, a name in parentheses, may hold blanks and parentheses.
  std::string all;
  std::getline(stat, all, '\0');
  const size_t end = all.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream rest(all.substr(end + 1));
  std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  // Z: nobody has waited for it yet; X: it is being waited for just now.
  const bool has_ended = fields.empty() || fields[0] == "Z" || fields[0] == "X";
  return has_ended ? std::vector<std::string>() : fields;
}

}  // namespace

std::optional<ProcessUse> process_use(pid_t process) {
  const auto fields = state_of(process);
  if (fields.size() < 13) return std::nullopt;
  uint64_t size = 0;
  uint64_t resident = 0;
  if (!(std::ifstream(folder_of(process) / "statm") >> size >> resident)) return std::nullopt;
  const double ticks = std::stod(fields[11]) + std::stod(fields[12]);
  return ProcessUse{ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)),
                    resident * static_cast<uint64_t>(::sysconf(_SC_PAGESIZE))};
}

std::optional<uint64_t> process_began(pid_t process) {
  const auto fields = state_of(process);
  if (fields.size() < 20) return std::nullopt;
  return std::stoull(fields[19]);
}

fs::path program_folder() {
  return fs::read_symlink("/proc/self/exe").parent_path();
}

}  // namespace sempurna
