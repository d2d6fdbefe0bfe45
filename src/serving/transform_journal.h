#pragma once

#include <optional>
#include <string>

#include "base/files.h"
#include "serving/transform_inputs.h"

namespace sempurna {

inline constexpr auto kTransformJournal = "done.jsonl";  ///< below the folder of a job

/// What a transform job has done, object by object, in a file of its folder until it has ended: so
/// the next start of the server goes on behind it. It is not forced to the disk: what a power cut
/// takes from it is done again, with the same answers.
class TransformJournal {
 public:
  explicit TransformJournal(fs::path file);

  const TransformProgress& progress() const { return progress_; }
  /// How many objects could not be answered, and why the first could not.
  uint64_t faults() const { return faults_; }
  const std::string& first_fault() const { return first_fault_; }

  /// The object is done with: its output is whole, or there is none because of `fault`.
  void add(const TransformInput& input, const std::string& fault);

 private:
  void count(const std::string& key, const std::string& fault);

  fs::path file_;
  TransformProgress progress_;
  uint64_t faults_ = 0;
  std::string first_fault_;
};

}  // namespace sempurna
