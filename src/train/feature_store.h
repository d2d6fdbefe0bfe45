#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "train/example_source.h"
#include "train/training_step.h"

namespace sempurna {

/// The backbone's features of a data set, each example passed through once, kept in files so that
/// neither later epochs nor a resumed run compute them again:
///
///     <folder>/<name>-<view>-<chunk>.safetensors   "features" [rows, F] fp32; the metadata hold
///                                                  the job's key and the SHA-256 of the values
///
/// Ranks compute the chunks in turn, into one folder, and then read them all. A view is the whole
/// set once, under the random changes of one epoch. A file that is damaged or
/// of another job is computed again.
class FeatureStore {
 public:
  struct Options {
    fs::path folder;
    std::string name;  ///< "training", "validation"
    std::string key;   ///< what the features depend on; another key, other features
    int64_t views = 1;
    bool augment = false;
    int64_t batch_size = 32;
    Precision precision = Precision::Fp32;
    Place place = {};
    /// Hears of each batch that has passed the backbone: those from the position `first` on.
    std::function<void(int64_t first, const Examples& examples, const Tensor& features)> passed =
        nullptr;
  };

  /// Computes what is missing; `done` hears how many rows of all views are there, and may throw to
  /// stop. Files of whole chunks stay.
  FeatureStore(Model& model, ExampleSource& source, const Options& options,
               const std::function<void(int64_t done, int64_t all)>& done = {});

  /// How many examples' features are in memory at once while they are computed.
  static int64_t chunk_rows(int64_t batch_size);

  /// [B, F] on the host: the rows of these examples in `view`.
  Tensor rows(const std::vector<int64_t>& positions, int64_t view) const;

 private:
  struct Chunk {
    MappedFile file;
    const float* values;
  };
  int64_t rows_of(const ExampleSource& source, int64_t chunk) const;
  Batches batches_of(const ExampleSource& source, int64_t chunk, int64_t batch_size) const;
  /// The next batches of the source's pass, `rows` examples from `first` on, into a file.
  void compute(Model& model, ExampleSource& source, const Options& options, int64_t first,
               int64_t rows, const fs::path& file, const std::function<void(int64_t rows)>& so_far);
  std::optional<Chunk> open(const fs::path& file, const std::string& key, int64_t rows);

  int64_t chunk_rows_;
  int64_t chunks_per_view_;
  int64_t width_ = 0;
  std::vector<Chunk> chunks_;
};

/// Kept features as a source for training the head: epoch e sees view e modulo the views.
class FeatureSource : public ExampleSource {
 public:
  FeatureSource(const FeatureStore& store, const std::vector<int64_t>& labels, int64_t views,
                Device device = kCpu)
      : store_(store), labels_(labels), views_(views), device_(device) {}

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  void begin(Batches batches, uint64_t epoch, bool augment) override;
  Examples next() override;

 private:
  const FeatureStore& store_;
  std::vector<int64_t> labels_;
  int64_t views_;
  Device device_;
  Batches batches_;
  size_t next_ = 0;
  int64_t view_ = 0;
};

}  // namespace sempurna
