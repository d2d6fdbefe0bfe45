#include "store/index_writer.h"

#include <algorithm>
#include <vector>

#include "store/disk_error.h"
#include "store/fault_point.h"

namespace sempurna {

namespace {

constexpr size_t kMostTogether = 256;

/// As it was thrown, a full disk by its name among StoreErrors.
std::exception_ptr translated(std::exception_ptr failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const StoreError&) {
    return failure;
  } catch (const Error& error) {
    if (error.code() != Code::ResourceLimit) return failure;
    return std::make_exception_ptr(StoreError(StoreFault::DiskFull, "{}", error.what()));
  } catch (...) {
    return failure;
  }
}

}  // namespace

void IndexWriter::commit(const Change& change, NewFile* file) {
  Waiting self{.change = change, .file = file, .turn = {}, .failure = {}};
  std::unique_lock lock(mutex_);
  line_.push_back(&self);
  self.turn.wait(lock, [&] { return self.is_done || line_.front() == &self; });
  if (!self.is_done) {
    const auto count = std::min(line_.size(), kMostTogether);
    const std::vector<Waiting*> group(line_.begin(), line_.begin() + static_cast<ptrdiff_t>(count));
    lock.unlock();
    commit_together(group);
    lock.lock();
    line_.erase(line_.begin(), line_.begin() + static_cast<ptrdiff_t>(count));
    // Under the lock: once it is free, those that are done are gone.
    for (Waiting* each : group) {
      each->is_done = true;
      each->turn.notify_one();
    }
    if (!line_.empty()) line_.front()->turn.notify_one();
  }
  lock.unlock();
  if (self.failure) std::rethrow_exception(self.failure);
}

void IndexWriter::commit_together(std::span<Waiting* const> group) {
  const auto set_named = [&](bool is_named) {
    for (Waiting* each : group) {
      if (each->file != nullptr && !each->failure) each->file->set_named(is_named);
    }
  };
  try {
    Database& database = index_.database();
    database.transaction([&] {
      for (Waiting* each : group) {
        database.prepare("SAVEPOINT change").run();
        try {
          each->change(index_);
        } catch (...) {
          // A full disk may have taken the whole transaction back: then all of them have failed.
          if (!database.in_transaction()) throw;
          each->failure = translated(std::current_exception());
          database.prepare("ROLLBACK TO change").run();
        }
        database.prepare("RELEASE change").run();
      }
      if (const int error = fault_at("commit")) throw_disk_error(error, "store.sqlite", "write");
      set_named(true);
    });
    fault_at("acknowledge");
  } catch (...) {
    const auto failure = translated(std::current_exception());
    // A commit that failed on a full disk has not happened. Of any other the next start knows:
    // until then its files stay.
    try {
      std::rethrow_exception(failure);
    } catch (const StoreError&) {
      set_named(false);
    } catch (...) {
    }
    for (Waiting* each : group) {
      if (!each->failure) each->failure = failure;
    }
  }
}

}  // namespace sempurna
