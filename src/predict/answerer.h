#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "predict/predictor.h"

namespace sempurna {

/// A model that many ask at once: what has come while it computed is answered together, at most
/// `most` at a time, and nobody waits for others to come. Safe to use from several threads.
class Answerer {
 public:
  static constexpr size_t kMostAtOnce = 32;

  /// The predictor, which outlives this, is this one's from now on.
  explicit Answerer(Predictor& predictor, size_t most = kMostAtOnce);
  /// What is waiting is answered first.
  ~Answerer();
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;

  /// Of one prepared input, as Predictor::answer() has it. Throws what that throws.
  Prediction answer(Batch prepared);
  /// How many times the model was asked so far.
  int64_t passes() const;

 private:
  struct Waiting {
    Batch prepared;
    std::promise<Prediction> answer;
  };

  void work();
  void answer_all(std::vector<Waiting> all);

  Predictor& predictor_;
  const size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  int64_t passes_ = 0;
  bool ends_ = false;
  std::thread thread_;  ///< last: it uses all above
};

}  // namespace sempurna
