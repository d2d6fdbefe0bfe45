#pragma once

#include <string>
#include <vector>

#include "serving/endpoint_records.h"

namespace sempurna {

/// What a batch transform job does: which model answers for which objects, and where its answers
/// go.
struct TransformPlan {
  std::string owner;  ///< who asked for it
  VariantPlan model;
  std::string input;         ///< s3://bucket/prefix, or s3://bucket/key of a manifest
  bool is_manifest = false;  ///< which lists the objects, as SageMaker's ManifestFile does
  std::string content_type;
  bool is_packed = false;  ///< the objects are gzip files
  bool by_line = false;    ///< each line is a record; otherwise each object is one
  std::string output;      ///< s3://bucket/prefix
  std::string output_key;  ///< that seals the answers; empty: the bucket's default does
  std::string accept;
  bool ends_lines = false;             ///< each answer is a line; otherwise they follow each other
  int64_t at_once = 1;                 ///< requests that are at the model at a time
  int64_t most_bytes = 6 << 20;        ///< of a record
  int64_t retries = 3;                 ///< of a request that the model did not answer
  int64_t seconds = 600;               ///< that a request may take
  std::vector<std::string> remarks{};  ///< lines with which its log begins
};

template <typename Visitor, Of<TransformPlan> P>
void members(Visitor& v, P& plan) {
  v("owner", plan.owner);
  v("model", plan.model);
  v("input", plan.input);
  v("is_manifest", plan.is_manifest);
  v("content_type", plan.content_type);
  v("is_packed", plan.is_packed);
  v("by_line", plan.by_line);
  v("output", plan.output);
  v("output_key", plan.output_key);
  v("accept", plan.accept);
  v("ends_lines", plan.ends_lines);
  v("at_once", plan.at_once);
  v("most_bytes", plan.most_bytes);
  v("retries", plan.retries);
  v("seconds", plan.seconds);
  v("remarks", plan.remarks);
}

}  // namespace sempurna
