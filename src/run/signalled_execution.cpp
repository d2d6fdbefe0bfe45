#include "run/signalled_execution.h"

#include <csignal>

namespace sempurna {

namespace {

using std::chrono::steady_clock;

constexpr auto kStopWithin = std::chrono::seconds(30);
constexpr auto kFinishWithin = std::chrono::seconds(120);

}  // namespace

std::optional<Exit> SignalledExecution::poll() {
  const auto ended = look();
  if (!ended && kill_at_ && steady_clock::now() > *kill_at_) send(SIGKILL);
  return ended;
}

void SignalledExecution::stop() {
  if (!stops_) end_by(SIGTERM, kStopWithin);
  stops_ = true;
}

void SignalledExecution::finish() {
  if (!kill_at_) end_by(SIGUSR1, kFinishWithin);
}

void SignalledExecution::end_by(int signal, std::chrono::seconds within) {
  kill_at_ = steady_clock::now() + within;
  send(signal);
}

}  // namespace sempurna
