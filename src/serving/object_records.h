#pragma once

#include "serving/record_reader.h"
#include "serving/transform_inputs.h"

namespace sempurna {

/// The records of an object of a transform job. What is wrong with the object is told with its
/// place, and the line where it has one.
class ObjectRecords {
 public:
  /// A packed object is unpacked from a copy in `folder`. Throws what reading the object throws.
  ObjectRecords(ObjectStore& objects, const TransformPlan& plan, const TransformInput& input,
                const fs::path& folder);

  /// As RecordReader's.
  std::optional<std::string> next();
  uint64_t line() const { return records_->line(); }

 private:
  std::string place_;
  std::optional<RecordReader> records_;
};

/// "s3://bucket/key, line 7"; without a line where it is 0.
std::string place_of_record(const std::string& place, uint64_t line);

}  // namespace sempurna
