#pragma once

namespace sempurna {

/// While one of these lives, SIGTERM and SIGINT only set a flag that a run looks at between two
/// steps. A second signal of the kind ends the process as usual. One at a time.
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
