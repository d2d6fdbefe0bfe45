#pragma once

#include <chrono>

#include "run/executor.h"

namespace sempurna {

/// A worker that is told by signals to end, and killed when it does not: one that was asked to stop
/// after 30 seconds, one that was asked to finish after 120, as SageMaker's jobs are.
class SignalledExecution : public Execution {
 public:
  std::optional<Exit> poll() final;
  void stop() final;
  void finish() final;

 protected:
  virtual std::optional<Exit> look() = 0;
  virtual void send(int signal) = 0;

 private:
  void end_by(int signal, std::chrono::seconds within);

  bool stops_ = false;
  std::optional<std::chrono::steady_clock::time_point> kill_at_;
};

}  // namespace sempurna
