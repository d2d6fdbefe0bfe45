#pragma once

#include "run/signalled_execution.h"

namespace sempurna {

/// A worker that an earlier server started, at work on its job still. How it ended is what it said
/// last of itself in progress.jsonl; one that said nothing was killed.
class AdoptedExecution : public SignalledExecution {
 public:
  /// Null where no worker is at work on the job.
  static std::unique_ptr<Execution> adopt(const JobFolder& job);
  ~AdoptedExecution() override;

  std::optional<ProcessUse> use() const override { return process_use(process_); }

 protected:
  std::optional<Exit> look() override;
  void send(int signal) override;

 private:
  AdoptedExecution(JobFolder job, pid_t process, int descriptor)
      : job_(std::move(job)), process_(process), descriptor_(descriptor) {}

  JobFolder job_;
  pid_t process_;
  int descriptor_;  ///< pidfd_open(2): of this process alone, whoever has its number later
  std::optional<Exit> exit_;
};

}  // namespace sempurna
