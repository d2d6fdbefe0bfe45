#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/cloudwatch/error.h"
#include "base/clock.h"
#include "base/json_map.h"

namespace sempurna::cloudwatch {

/// An object of a request, whatever protocol it came by. Throws what the operation calls wrong
/// input, naming the member.
class Input {
 public:
  explicit Input(const JsonMap& object, FaultCodes codes = {}, std::string path = "")
      : object_(object), codes_(codes), path_(std::move(path)) {}

  bool has(const char* name) const { return find(name) != nullptr; }
  std::string text(const char* name) const;      ///< empty when it is not there
  std::string required(const char* name) const;  ///< a text
  std::optional<int64_t> number(const char* name) const;
  int64_t required_number(const char* name) const;
  std::optional<bool> flag(const char* name) const;
  Time required_time(const char* name) const;
  /// A list of texts, or of objects, with at most so many.
  std::vector<std::string> texts(const char* name, size_t most) const;
  std::vector<Input> objects(const char* name, size_t most) const;
  std::optional<Input> object(const char* name) const;

  /// MetricDataQueries.member.1.Id
  std::string path_of(const char* name) const { return path_ + name; }
  const FaultCodes& codes() const { return codes_; }
  const JsonMap& json() const { return object_; }

 private:
  const JsonMap* find(const char* name) const;
  CloudWatchError wrong_type(const char* name, const char* type) const;
  CloudWatchError missing(const char* name) const;
  const JsonMap* list(const char* name, size_t most) const;

  const JsonMap& object_;
  FaultCodes codes_;
  std::string path_;
};

}  // namespace sempurna::cloudwatch
