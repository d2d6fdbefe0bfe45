#pragma once

#include <map>
#include <string>

#include "api/json/operation.h"

namespace sempurna::own {

/// Which objects the caller of an operation may read, as S3 would say.
class ReadableObjects {
 public:
  explicit ReadableObjects(json::Operation& op) : op_(op) {}

  /// Of s3://bucket/key; what is not there, or is no such place, nobody may read.
  bool has(const std::string& place);

 private:
  bool decide(const std::string& place) const;
  bool may_open(const Seal& seal) const;

  json::Operation& op_;
  std::map<std::string, bool> known_;
};

}  // namespace sempurna::own
