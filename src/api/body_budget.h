#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

#include "http/message.h"

namespace sempurna {

/// How many bytes of bodies are kept at a time for all who have proved nothing yet: however many
/// connections they open, they take no more memory than this. Safe to use from several threads.
class BodyBudget {
 public:
  explicit BodyBudget(size_t bytes = 8 << 20) : left_(bytes) {}

  /// What one request takes of it, until it ends or its sender is known.
  class Share {
   public:
    explicit Share(BodyBudget& budget) : budget_(budget) {}
    ~Share() { give_back(); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    /// Throws AccessError LimitExceeded when all is taken.
    void take(size_t bytes);
    /// The sender is known: what is taken is given back, and nothing is counted any more.
    void prove();

   private:
    void give_back();

    BodyBudget& budget_;
    size_t taken_ = 0;
    bool proved_ = false;
  };

 private:
  std::mutex mutex_;
  size_t left_;
};

/// All that `read` gives, for which `share` is taken: a small body that is kept whole. `expected`
/// is its length, as far as it is known. Throws HttpError (413) beyond the limit.
std::string read_kept(const std::function<size_t(std::span<std::byte>)>& read, size_t expected,
                      size_t limit, BodyBudget::Share& share);

}  // namespace sempurna
