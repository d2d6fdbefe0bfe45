#include "api/owner_turn.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

namespace sempurna {

namespace {

struct Turns {
  std::mutex mutex;
  std::condition_variable changed;
  std::set<std::string> owners;
};

Turns& turns() {
  static Turns all;
  return all;
}

}  // namespace

OwnerTurn::OwnerTurn(std::string owner, const std::function<void()>& require_waiting)
    : owner_(std::move(owner)) {
  std::unique_lock lock(turns().mutex);
  while (!turns().owners.insert(owner_).second) {
    turns().changed.wait_for(lock, std::chrono::milliseconds(100));
    require_waiting();
  }
}

OwnerTurn::~OwnerTurn() {
  const std::lock_guard lock(turns().mutex);
  turns().owners.erase(owner_);
  turns().changed.notify_all();
}

}  // namespace sempurna
