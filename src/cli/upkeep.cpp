#include "cli/upkeep.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <ctime>
#include <exception>
#include <utility>

namespace sempurna {

namespace {

constexpr timespec kHour = {3600, 0};

sigset_t hang_up() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGHUP);
  return signals;
}

void attempt(const std::function<void()>& work, const char* doing) {
  try {
    work();
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", doing, error.what());
  }
}

}  // namespace

void Upkeep::hold_signal() {
  const sigset_t signals = hang_up();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Upkeep::Upkeep(std::function<void()> renew, std::function<void()> put_in_order)
    : renew_(std::move(renew)),
      put_in_order_(std::move(put_in_order)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Upkeep::~Upkeep() {
  thread_.request_stop();
  ::pthread_kill(thread_.native_handle(), SIGHUP);
}

void Upkeep::run(const std::stop_token& stop) {
  const sigset_t signals = hang_up();
  bool is_due = true;
  while (!stop.stop_requested()) {
    if (is_due) attempt(put_in_order_, "the store could not be put in order");
    is_due = ::sigtimedwait(&signals, nullptr, &kHour) != SIGHUP;
    if (stop.stop_requested()) return;
    if (!is_due) attempt(renew_, "nothing was changed");
  }
}

}  // namespace sempurna
