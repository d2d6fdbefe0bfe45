#include "train/stop_signals.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr std::array kStops = {SIGTERM, SIGINT, SIGHUP};
constexpr std::array kSignals = {SIGTERM, SIGINT, SIGHUP, SIGUSR1};

volatile std::sig_atomic_t asked = 0;
volatile std::sig_atomic_t finish_asked = 0;
std::array<struct sigaction, kSignals.size()> former;
sigset_t former_mask;
sigset_t ours;  ///< while there is a StopSignals

bool is_pending(int signal) {
  sigset_t waiting;
  ::sigpending(&waiting);
  return sigismember(&ours, signal) == 1 && sigismember(&waiting, signal) == 1;
}

}  // namespace

StopSignals::StopSignals() {
  asked = 0;
  finish_asked = 0;
  sigemptyset(&ours);
  struct sigaction action {};
  action.sa_handler = [](int signal) { (signal == SIGUSR1 ? finish_asked : asked) = 1; };
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (size_t k = 0; k < kSignals.size(); ++k) {
    ::sigaction(kSignals[k], &action, &former[k]);
    const bool ignored = former[k].sa_handler == SIG_IGN;
    if (ignored && (kSignals[k] == SIGINT || kSignals[k] == SIGHUP)) {
      ::sigaction(kSignals[k], &former[k], nullptr);
    } else {
      sigaddset(&ours, kSignals[k]);
    }
  }
  // Threads that compute are not interrupted: a step in which they were has crashed in libtorch.
  // They inherit this from the one that starts them; an idle thread of a library takes the signal,
  // or else it waits for whoever asks.
  ::pthread_sigmask(SIG_BLOCK, &ours, &former_mask);
}

StopSignals::~StopSignals() {
  constexpr timespec kNow{};
  while (::sigtimedwait(&ours, nullptr, &kNow) > 0) {
  }
  sigemptyset(&ours);
  ::pthread_sigmask(SIG_SETMASK, &former_mask, nullptr);
  asked = 0;
  finish_asked = 0;
  for (size_t k = 0; k < kSignals.size(); ++k) ::sigaction(kSignals[k], &former[k], nullptr);
}

bool stop_requested() {
  return asked != 0 || std::any_of(kStops.begin(), kStops.end(), is_pending);
}

bool finish_requested() {
  return finish_asked != 0 || is_pending(SIGUSR1);
}

void throw_stopped() {
  throw Error(Code::Cancelled,
              "the job was stopped; what it has done is kept, and it goes on from there when it is "
              "resumed");
}

void throw_if_stopped() {
  if (stop_requested() || finish_requested()) throw_stopped();
}

}  // namespace sempurna
