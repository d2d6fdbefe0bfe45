#pragma once

#include <deque>
#include <optional>
#include <string>

#include "serving/transform_plan.h"
#include "store/location.h"
#include "store/object_store.h"

namespace sempurna {

/// An object whose records a transform job answers.
struct TransformInput {
  std::string bucket;
  std::string key;
  std::string name;  ///< the part of the key that its output keeps

  std::string place() const { return "s3://" + bucket + "/" + key; }
};

/// How far a transform job had come: what was done of its objects, in their order.
struct TransformProgress {
  uint64_t objects = 0;
  std::string last_key = {};  ///< of these; empty: none
};

/// The objects of a transform job, always in the same order: those below its prefix by their keys,
/// or those that its manifest lists. What lies below a prefix is listed page by page, but for what
/// transform jobs have written to the place of this one's outputs.
class TransformInputs {
 public:
  /// Those after `progress`. The store outlives this. Throws InvalidArgument for a manifest that is
  /// none, NotFound where it is not there, and what the store throws.
  TransformInputs(ObjectStore& objects, const TransformPlan& plan,
                  const TransformProgress& progress = {});

  std::optional<TransformInput> next();

 private:
  void read_manifest(uint64_t done);
  void read_page();
  bool is_output(const std::string& key) const;

  ObjectStore& objects_;
  Location location_;
  Location output_;
  Location prefix_;                ///< of a manifest's names
  std::deque<std::string> names_;  ///< which may be many
  bool has_more_ = false;          ///< pages of a prefix
  std::string after_;
  std::deque<TransformInput> waiting_;
};

/// Where the answers for an object go, below s3://bucket/prefix.
std::string output_key(const Location& output, const TransformInput& input);

}  // namespace sempurna
