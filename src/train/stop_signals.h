#pragma once

namespace sempurna {

/// While one of these lives, SIGTERM, SIGINT and SIGHUP (a terminal was closed) only set a flag
/// that a run looks at between two steps; when they come again while it saves, nothing changes: a
/// group's signal reaches the worker from the terminal and once more from whoever started it.
/// SIGKILL is for those who will not wait. Where SIGINT or SIGHUP was ignored (nohup), it stays so.
/// SIGUSR1 asks for less: an end with the model of what has been trained so far. One at a time.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
};

bool stop_requested();
/// Whether the run shall make the model of its best epoch so far, and end.
bool finish_requested();

/// Throws Cancelled: a stop was asked for.
[[noreturn]] void throw_stopped();

/// The same where it was, or where an end was asked for; for work without which there is no model.
void throw_if_stopped();

}  // namespace sempurna
