#pragma once

#include <memory>

#include "data/prefetcher.h"
#include "train/example_source.h"

namespace sempurna {

/// A data set's batches for the whole model, made ahead in background threads.
class BatchExamples : public ExampleSource {
 public:
  /// `source` must outlive it. Batches are made on the host and taken to `device`.
  BatchExamples(const BatchSource& source, int threads, Device device = kCpu)
      : source_(source), threads_(threads), device_(device) {}

  int64_t size() const override { return source_.size(); }
  const std::vector<int64_t>& labels() const override { return source_.labels(); }
  int64_t weight(int64_t position) const override { return source_.weight(position); }
  void begin(Batches batches, uint64_t epoch, bool augment) override;
  Examples next() override;

 private:
  const BatchSource& source_;
  int threads_;
  Device device_;
  std::unique_ptr<Prefetcher> pass_;
};

}  // namespace sempurna
