#pragma once

#include "run/executor.h"

namespace sempurna {

/// Workers that are processes of this machine, the program beside this one. The log lines of those
/// that train go to <job>/log.txt.
class LocalExecutor : public Executor {
 public:
  std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions& options) override;
  std::unique_ptr<Execution> adopt(const JobFolder& job) override;
  std::unique_ptr<Execution> serve(const ServedModel& model, const WorkerOptions& options) override;
};

}  // namespace sempurna
