#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json_members.h"
#include "report/run_record.h"

namespace sempurna {

/// How often examples of a class were answered with a class.
struct ValidationCell {
  std::string label;
  std::string predicted;
  int64_t count = 0;
};
template <typename Visitor, Of<ValidationCell> R>
void members(Visitor& v, R& r) {
  v("label", r.label);
  v("predicted", r.predicted);
  v("count", r.count);
}

/// What the model answered on the validation data in one epoch, for whoever watches a job:
/// <job>/validation.json, which each validation replaces, and at the end that of the epoch that is
/// kept.
struct ValidationRecord {
  int64_t epoch = 0;     ///< from 1
  bool is_kept = false;  ///< it is of the epoch that the job has kept
  int64_t examples = 0;
  std::vector<std::string> labels;
  /// Of each channel that an example comes from: where its pictures lie, or its table; s3://… of a
  /// server's job.
  Named<std::string> places;
  std::vector<ValidationCell>
      cells;  ///< those with examples, by label, then by answer; of very many the fullest
  /// All examples, or of many some: the surest errors, the surest right answers, and others as they
  /// come. By the probability of the true class, the least first.
  std::vector<WrongAnswer> items;
};
template <typename Visitor, Of<ValidationRecord> R>
void members(Visitor& v, R& r) {
  v("epoch", r.epoch);
  v("is_kept", r.is_kept);
  v("examples", r.examples);
  v("labels", r.labels);
  v("places", r.places);
  v("cells", r.cells);
  v("items", r.items);
}

/// Of a job's folder.
fs::path validation_file(const fs::path& job);

}  // namespace sempurna
