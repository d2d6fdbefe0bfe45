#pragma once

#include "run/executor.h"

namespace sempurna {

/// Workers that are processes of this machine, the program beside this one. The log lines of those
/// that train go to <job>/log.txt. One that was asked to stop is killed after 30 seconds, one that
/// was asked to finish after 120, as SageMaker's jobs are.
class LocalExecutor : public Executor {
 public:
  std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions& options) override;
  std::unique_ptr<Execution> serve(const ServedModel& model, const WorkerOptions& options) override;
};

}  // namespace sempurna
