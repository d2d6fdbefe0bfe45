#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>

#include "store/disk_index.h"

namespace sempurna {

/// Writes the index. Changes that several threads make at the same time go to disk in one
/// transaction: the first thread in line commits for those behind it.
class IndexWriter {
 public:
  explicit IndexWriter(const fs::path& file) : index_(file) {}

  using Change = std::function<void(DiskIndex&)>;

  /// Runs `change`, on this thread or another, and returns when it would survive a power cut. What
  /// it throws takes back what it did, no other change, and is thrown here. `file` is a placed file
  /// that the change names, if any. Throws DiskFull.
  void commit(const Change& change, NewFile* file = nullptr);

 private:
  struct Waiting {
    const Change& change;
    NewFile* file;
    std::condition_variable turn;
    bool is_done = false;
    std::exception_ptr failure;
  };

  void commit_together(std::span<Waiting* const> group);

  DiskIndex index_;
  std::mutex mutex_;
  std::deque<Waiting*> line_;  ///< whoever is first commits, and stays first until that is done
};

}  // namespace sempurna
