#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "store/disk_index.h"

namespace sempurna {

/// Connections for reading the index, opened when first needed. Readers do not wait for writers.
class IndexReaders {
 public:
  explicit IndexReaders(const fs::path& file);

  /// One of the connections, for as long as this lives.
  class Lease {
   public:
    explicit Lease(IndexReaders& readers) : readers_(readers), index_(readers.take()) {}
    ~Lease() { readers_.give_back(std::move(index_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    DiskIndex* operator->() { return index_.get(); }

   private:
    IndexReaders& readers_;
    std::unique_ptr<DiskIndex> index_;
  };

 private:
  std::unique_ptr<DiskIndex> take();
  void give_back(std::unique_ptr<DiskIndex> index);

  fs::path file_;
  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<DiskIndex>> idle_;
  size_t may_open_;
};

}  // namespace sempurna
