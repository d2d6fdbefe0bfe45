#pragma once

#include <optional>
#include <string>

#include "jobs/distribution.h"

namespace sempurna::cloudwatch {

/// What is told of a metric's values in a period.
class Statistic {
 public:
  /// SampleCount, Sum, Average, Minimum or Maximum; or p0 to p100, with up to ten decimal places.
  /// Empty of anything else.
  static std::optional<Statistic> parse(const std::string& name);

  double of(const Distribution& values) const;
  bool is_percentile() const { return simple_ == nullptr; }

 private:
  using Simple = double (Distribution::*)() const;

  Simple simple_ = nullptr;
  double percent_ = 0;
};

}  // namespace sempurna::cloudwatch
