#include "jobs/staged_copies.h"

#include <chrono>

namespace sempurna {

namespace {

constexpr auto kCheckEvery = std::chrono::milliseconds(50);

}  // namespace

std::string StagedCopies::stage(const std::string& job, const NamedStore& store,
                                const Location& location, const std::function<void()>& check) {
  std::unique_lock lock(mutex_);
  while (!fetched_.insert(location.text).second) {
    changed_.wait_for(lock, kCheckEvery);
    check();
  }
  lock.unlock();
  const auto end = [&](const std::string& place) {
    lock.lock();
    fetched_.erase(location.text);
    if (!place.empty()) hold_locked(job, place);
    remove_unheld();
    changed_.notify_all();
  };
  try {
    std::string place = stage_in(store, location, folder_, [&](const std::string&) { check(); });
    end(place);
    return place;
  } catch (...) {
    end("");
    throw;
  }
}

void StagedCopies::hold(const std::string& job, const fs::path& place) {
  const std::lock_guard lock(mutex_);
  hold_locked(job, place);
}

void StagedCopies::hold_locked(const std::string& job, const fs::path& place) {
  const fs::path below =
      fs::weakly_canonical(place).lexically_relative(fs::weakly_canonical(folder_));
  if (below.empty() || *below.begin() == ".." || *below.begin() == ".") return;
  holders_[folder_ / *below.begin()].insert(job);
}

void StagedCopies::release(const std::string& job) {
  const std::lock_guard lock(mutex_);
  for (auto& [copy, jobs] : holders_) jobs.erase(job);
  remove_unheld();
}

/// Not while somebody looks whether a copy is there that it could read.
void StagedCopies::remove_unheld() {
  if (!fetched_.empty()) return;
  std::erase_if(holders_, [](const auto& copy) {
    if (!copy.second.empty()) return false;
    std::error_code ignored;
    fs::remove_all(copy.first, ignored);
    return true;
  });
}

}  // namespace sempurna
