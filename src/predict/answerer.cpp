#include "predict/answerer.h"

#include "base/usable_threads.h"
#include "tensor/guard.h"
#include "train/threads.h"

namespace sempurna {

Answerer::Answerer(Predictor& predictor, size_t most)
    : predictor_(predictor), most_(most), thread_([this] { work(); }) {}

Answerer::~Answerer() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Prediction Answerer::answer(Batch prepared) {
  std::future<Prediction> answer;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(prepared), {}});
    answer = waiting_.back().answer.get_future();
  }
  changed_.notify_one();
  return answer.get();
}

int64_t Answerer::passes() const {
  const std::lock_guard lock(mutex_);
  return passes_;
}

void Answerer::work() {
  // A thread's own, as OpenMP has it.
  set_compute_threads(usable_threads());
  for (;;) {
    std::vector<Waiting> taken;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return ends_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      while (!waiting_.empty() && taken.size() < most_) {
        taken.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
      ++passes_;
    }
    answer_all(std::move(taken));
  }
}

void Answerer::answer_all(std::vector<Waiting> all) {
  try {
    std::vector<Batch> prepared;
    for (const Waiting& one : all) prepared.push_back(one.prepared);
    std::vector<Prediction> answers;
    with_torch_errors([&] { answers = predictor_.answer(prepared); });
    for (size_t k = 0; k < all.size(); ++k) all[k].answer.set_value(std::move(answers[k]));
  } catch (...) {
    // Only whoever sent what cannot be answered shall hear of it.
    if (all.size() == 1) return all[0].answer.set_exception(std::current_exception());
    for (Waiting& one : all) {
      std::vector<Waiting> alone;
      alone.push_back(std::move(one));
      answer_all(std::move(alone));
    }
  }
}

}  // namespace sempurna
