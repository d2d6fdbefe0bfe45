#include "support/pretend_world.h"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/error.h"

namespace sempurna {
namespace {

/// What the threads share.
class Meeting {
 public:
  explicit Meeting(int size) : lying_(static_cast<size_t>(size)) {}

  int size() const { return static_cast<int>(lying_.size()); }

  /// Waits until all ranks are here.
  void wait() {
    std::unique_lock lock(mutex_);
    throw_if_abandoned();
    if (++here_ == size()) {
      here_ = 0;
      ++round_;
      changed_.notify_all();
      return;
    }
    const int64_t round = round_;
    changed_.wait(lock, [&] { return round_ != round || abandoned_; });
    if (round_ == round) throw_if_abandoned();
  }

  template <typename Value>
  void sum(int rank, std::span<Value> values) {
    lying_[static_cast<size_t>(rank)] = {values.data(), values.size()};
    wait();
    std::vector<Value> sums(values.size());
    for (const auto& [at, count] : lying_) {
      ensure(count == values.size(), "all ranks sum the same");
      for (size_t i = 0; i < count; ++i) sums[i] += static_cast<const Value*>(at)[i];
    }
    wait();  // nobody writes what others still read
    std::copy(sums.begin(), sums.end(), values.begin());
  }

  void abandon() noexcept {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

 private:
  void throw_if_abandoned() const {
    if (abandoned_) throw Error(Code::Cancelled, "another process of this run has given up");
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<const void*, size_t>> lying_;
  int here_ = 0;
  int64_t round_ = 0;
  bool abandoned_ = false;
};

class Rank final : public World {
 public:
  Rank(Meeting& meeting, int rank) : meeting_(meeting), rank_(rank) {}

  int rank() const override { return rank_; }
  int size() const override { return meeting_.size(); }
  void sum(std::span<float> values) override { meeting_.sum(rank_, values); }
  void sum(std::span<double> values) override { meeting_.sum(rank_, values); }
  void barrier() override { meeting_.wait(); }
  void abandon() noexcept override { meeting_.abandon(); }

 private:
  Meeting& meeting_;
  int rank_;
};

}  // namespace

std::vector<std::exception_ptr> in_ranks(int size, const std::function<void(World&)>& body) {
  Meeting meeting(size);
  std::vector<std::exception_ptr> errors(static_cast<size_t>(size));
  std::vector<std::thread> threads;
  for (int rank = 0; rank < size; ++rank) {
    threads.emplace_back([&, rank] {
      Rank world(meeting, rank);
      try {
        at::set_num_threads(1);
        in_world(world, [&] { body(world); });
      } catch (...) {
        errors[static_cast<size_t>(rank)] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return errors;
}

void in_ranks_without_error(int size, const std::function<void(World&)>& body) {
  for (const auto& error : in_ranks(size, body)) EXPECT_EQ(message_of(error), "");
}

std::string message_of(const std::exception_ptr& error) {
  if (error == nullptr) return "";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& thrown) {
    return thrown.what();
  }
}

}  // namespace sempurna
