#pragma once

#include <cstddef>
#include <map>

#include "base/json.h"

namespace sempurna {

/// Values of a metric, as statistics are taken of them. A few are kept as they are; of many only
/// percentiles are less exact, by one part in a hundred, so that it takes no more memory the more
/// there are.
class Distribution {
 public:
  Distribution() = default;
  explicit Distribution(double value) { add(value); }

  void add(double value, double times = 1);
  void add(const Distribution& other);

  bool is_empty() const { return count_ == 0; }
  double count() const { return count_; }
  double sum() const { return sum_; }
  // Of one that is not empty.
  double average() const { return sum_ / count_; }
  double minimum() const { return minimum_; }
  double maximum() const { return maximum_; }
  /// `percent` from 0 to 100; between two values it is as much of each as it is near to them.
  double percentile(double percent) const;

  friend Json to_json(const Distribution& values);
  friend Distribution read_distribution(const Json& json);

 private:
  void keep(double value, double times);

  double count_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
  std::map<double, double> times_;  ///< by value
  bool is_coarse_ = false;          ///< which are rounded
};

/// A number, of one value; else [sum, least, most, value, how often, value, how often, …].
Json to_json(const Distribution& values);
/// Throws DataCorrupt.
Distribution read_distribution(const Json& json);

}  // namespace sempurna
