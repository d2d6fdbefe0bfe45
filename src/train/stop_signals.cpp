#include "train/stop_signals.h"

#include <array>
#include <csignal>
#include <cstddef>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr std::array kSignals = {SIGTERM, SIGINT, SIGHUP};

volatile std::sig_atomic_t asked = 0;
std::array<struct sigaction, kSignals.size()> former;

}  // namespace

StopSignals::StopSignals() {
  asked = 0;
  struct sigaction action {};
  action.sa_handler = [](int) { asked = 1; };
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (size_t k = 0; k < kSignals.size(); ++k) {
    ::sigaction(kSignals[k], &action, &former[k]);
    const bool ignored = former[k].sa_handler == SIG_IGN;
    if (ignored && kSignals[k] != SIGTERM) ::sigaction(kSignals[k], &former[k], nullptr);
  }
}

StopSignals::~StopSignals() {
  asked = 0;
  for (size_t k = 0; k < kSignals.size(); ++k) ::sigaction(kSignals[k], &former[k], nullptr);
}

bool stop_requested() {
  return asked != 0;
}

void throw_stopped() {
  throw Error(Code::Cancelled,
              "the job was stopped; what it has done is kept, and it goes on from there when it is "
              "resumed");
}

void throw_if_stopped() {
  if (stop_requested()) throw_stopped();
}

}  // namespace sempurna
