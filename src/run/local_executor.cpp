#include "run/local_executor.h"

#include <fstream>

#include "base/usable_threads.h"
#include "run/adopted_execution.h"
#include "run/local_worker.h"
#include "run/worker_files.h"

namespace sempurna {

namespace {

namespace fs = std::filesystem;

std::map<std::string, std::string> environment(const WorkerOptions& options) {
  if (options.threads == 0) return {};
  return {{kThreadsVariable, std::to_string(options.threads)}};
}

/// Null where it is not to be confined. A job that was isolated by half says so.
std::unique_ptr<Confinement> confinement(const FileAccess& files, const fs::path& log,
                                         const WorkerOptions& options) {
  if (!options.is_confined) return nullptr;
  if (!Confinement::keeps_files()) {
    std::ofstream(log, std::ios::app)
        << "This system's kernel has no Landlock: the worker is without a network, and sees the "
           "files that its user may see\n";
  }
  return std::make_unique<Confinement>(files);
}

class LocalExecution : public SignalledExecution {
 public:
  LocalExecution(const std::vector<std::string>& arguments, const fs::path& log,
                 const FileAccess& files, const WorkerOptions& options)
      : worker_(worker_command(arguments), {.output = log,
                                            .own_group = options.is_of_server,
                                            .confinement = confinement(files, log, options).get(),
                                            .environment = environment(options)}) {}

  std::optional<ProcessUse> use() const override { return worker_.use(); }

 protected:
  std::optional<Exit> look() override { return worker_.poll(); }
  void send(int signal) override { worker_.signal(signal); }

 private:
  Process worker_;
};

}  // namespace

std::unique_ptr<Execution> LocalExecutor::start(const JobFolder& job,
                                                const WorkerOptions& options) {
  std::vector<std::string> arguments = {"train", job.root.string()};
  if (options.is_of_server) arguments.emplace_back("--outlives");
  return std::make_unique<LocalExecution>(arguments, job.root / "log.txt", files_of(job), options);
}

std::unique_ptr<Execution> LocalExecutor::adopt(const JobFolder& job) {
  return AdoptedExecution::adopt(job);
}

std::unique_ptr<Execution> LocalExecutor::serve(const ServedModel& model,
                                                const WorkerOptions& options) {
  return std::make_unique<LocalExecution>(
      std::vector<std::string>{"serve", "--socket", model.socket.string(), "--",
                               model.folder.string()},
      model.log, files_of(model), options);
}

}  // namespace sempurna
