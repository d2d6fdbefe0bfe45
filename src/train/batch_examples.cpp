#include "train/batch_examples.h"

#include "base/error.h"

namespace sempurna {

void BatchExamples::begin(Batches batches, uint64_t epoch, bool augment) {
  constexpr size_t kAhead = 3;
  pass_.reset();
  pass_ =
      std::make_unique<Prefetcher>(source_, std::move(batches), epoch, augment, threads_, kAhead);
}

Examples BatchExamples::next() {
  ensure(pass_ != nullptr, "a pass is begun before its batches are taken");
  Examples examples;
  examples.batch = pass_->next().on(device_);
  examples.labels = examples.batch.labels;
  return examples;
}

}  // namespace sempurna
