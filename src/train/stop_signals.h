#pragma once

namespace sempurna {

/// While one of these lives, SIGTERM, SIGINT and SIGHUP (a terminal was closed) only set a flag
/// that a run looks at between two steps; when they come again while it saves, nothing changes: a
/// group's signal reaches the worker from the terminal and once more from whoever started it.
/// SIGKILL is for those who will not wait. Where SIGINT or SIGHUP was ignored (nohup), it stays so.
/// One at a time.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
};

bool stop_requested();

/// Throws Cancelled: a stop was asked for.
[[noreturn]] void throw_stopped();

/// The same where it was.
void throw_if_stopped();

}  // namespace sempurna
