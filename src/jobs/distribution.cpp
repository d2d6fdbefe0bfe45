#include "jobs/distribution.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kMostExact = 64;
constexpr int kBits = 7;           // of a rounded value: within 1/128 of it
constexpr size_t kFirstValue = 3;  // in a list, behind sum, least and most

double rounded(double value) {
  int exponent = 0;
  const double part = std::frexp(value, &exponent);
  return std::ldexp(std::round(std::ldexp(part, kBits)), exponent - kBits);
}

}  // namespace

void Distribution::keep(double value, double times) {
  times_[is_coarse_ ? rounded(value) : value] += times;
  if (is_coarse_ || times_.size() <= kMostExact) return;
  is_coarse_ = true;
  std::map<double, double> exact;
  exact.swap(times_);
  for (const auto& [one, often] : exact) times_[rounded(one)] += often;
}

void Distribution::add(double value, double times) {
  minimum_ = is_empty() ? value : std::min(minimum_, value);
  maximum_ = is_empty() ? value : std::max(maximum_, value);
  count_ += times;
  sum_ += value * times;
  keep(value, times);
}

void Distribution::add(const Distribution& other) {
  if (other.is_empty()) return;
  minimum_ = is_empty() ? other.minimum_ : std::min(minimum_, other.minimum_);
  maximum_ = is_empty() ? other.maximum_ : std::max(maximum_, other.maximum_);
  count_ += other.count_;
  sum_ += other.sum_;
  for (const auto& [value, times] : other.times_) keep(value, times);
}

double Distribution::percentile(double percent) const {
  ensure(!is_empty(), "a percentile of some values");
  // The ends are known as they are.
  if (percent <= 0) return minimum_;
  if (percent >= 100) return maximum_;
  const double place = percent / 100 * (count_ - 1);
  const double below = std::floor(place);
  double passed = 0;
  for (auto at = times_.begin(); at != times_.end(); ++at) {
    passed += at->second;
    if (passed <= below) continue;
    const auto next = std::next(at);
    // The one above it is another value only where this is the last of its kind.
    const bool is_last = passed <= below + 1 && next != times_.end();
    const double above = is_last ? next->first : at->first;
    return std::clamp(at->first + (place - below) * (above - at->first), minimum_, maximum_);
  }
  return maximum_;
}

Json to_json(const Distribution& values) {
  if (values.count_ == 1) return values.sum_;
  Json all = {values.sum_, values.minimum_, values.maximum_};
  for (const auto& [value, times] : values.times_) {
    all.push_back(value);
    all.push_back(times);
  }
  return all;
}

Distribution read_distribution(const Json& json) {
  if (json.is_number()) return Distribution(json.get<double>());
  const auto is_number = [](const Json& one) { return one.is_number(); };
  if (!json.is_array() || json.size() < kFirstValue + 2 || json.size() % 2 == 0 ||
      !std::all_of(json.begin(), json.end(), is_number)) {
    throw Error(Code::DataCorrupt, "the record of a metric is damaged");
  }
  Distribution values;
  for (size_t k = kFirstValue; k + 1 < json.size(); k += 2) {
    values.add(json[k].get<double>(), json[k + 1].get<double>());
  }
  values.sum_ = json[0];
  values.minimum_ = json[1];
  values.maximum_ = json[2];
  return values;
}

}  // namespace sempurna
