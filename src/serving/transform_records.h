#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "serving/transform_plan.h"

namespace sempurna {

/// How far a transform job is: SageMaker's statuses
/// (docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTransformJob.html).
enum class TransformState { InProgress, Completed, Failed, Stopping, Stopped };
constexpr std::array<std::string_view, 5> names_of(TransformState) {
  return {"InProgress", "Completed", "Failed", "Stopping", "Stopped"};
}
constexpr bool is_at_work(TransformState state) {
  return state == TransformState::InProgress || state == TransformState::Stopping;
}

struct TransformSummary {
  std::string name;
  TransformState state = TransformState::InProgress;
  std::string message = {};       ///< why it failed
  std::optional<Code> code = {};  ///< of that
  Time created = {};
  Time changed = {};
  std::optional<Time> began = {};  ///< when its model was ready for the first time
};

struct TransformRecord : TransformSummary {
  TransformPlan plan = {};
  Json asked = {};  ///< the members of the request that made it, to be given back
};

/// The records of transform jobs, in <home>/transforms.sqlite. Names that differ in case alone are
/// one, as their ARNs are. Each change is there, durably, when the call returns. Safe to use from
/// several threads.
class TransformRecords {
 public:
  /// Throws what base/database.h throws.
  explicit TransformRecords(const fs::path& home);

  /// Throws AlreadyExists.
  void add(const TransformRecord& record);
  /// Replaces what is known of its state. Throws NotFound.
  void change(const TransformSummary& summary);
  std::optional<TransformRecord> find(const std::string& name) const;
  std::vector<TransformSummary> list() const;  ///< in the order in which they were asked for

 private:
  mutable std::mutex mutex_;
  mutable Database database_;
};

}  // namespace sempurna
