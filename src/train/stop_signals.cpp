#include "train/stop_signals.h"

#include <csignal>

#include "base/error.h"

namespace sempurna {

namespace {

volatile std::sig_atomic_t asked = 0;
struct sigaction former_term;
struct sigaction former_int;

void install(int signal, struct sigaction* former) {
  struct sigaction action {};
  action.sa_handler = [](int) { asked = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, former);
}

}  // namespace

StopSignals::StopSignals() {
  asked = 0;
  install(SIGTERM, &former_term);
  install(SIGINT, &former_int);
}

StopSignals::~StopSignals() {
  asked = 0;
  ::sigaction(SIGTERM, &former_term, nullptr);
  ::sigaction(SIGINT, &former_int, nullptr);
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
