#include "api/cloudwatch/statistic.h"

#include "base/number.h"

namespace sempurna::cloudwatch {

namespace {

struct Row {
  std::string_view name;
  double (Distribution::*of)() const;
};

constexpr Row kSimple[] = {
    {"Average", &Distribution::average}, {"Maximum", &Distribution::maximum},
    {"Minimum", &Distribution::minimum}, {"SampleCount", &Distribution::count},
    {"Sum", &Distribution::sum},
};

constexpr size_t kLongest = 14;  // 99. and ten places

/// Digits, and a point between them perhaps.
bool is_plain(std::string_view text) {
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of("0123456789.") == std::string_view::npos && text.front() != '.' &&
         text.back() != '.';
}

}  // namespace

std::optional<Statistic> Statistic::parse(const std::string& name) {
  Statistic statistic;
  for (const Row& row : kSimple) {
    if (row.name != name) continue;
    statistic.simple_ = row.of;
    return statistic;
  }
  if (!name.starts_with('p') || !is_plain(name.substr(1))) return std::nullopt;
  const auto percent = read_number<double>(name.substr(1));
  if (!percent || *percent > 100) return std::nullopt;
  statistic.percent_ = *percent;
  return statistic;
}

double Statistic::of(const Distribution& values) const {
  return is_percentile() ? values.percentile(percent_) : (values.*simple_)();
}

}  // namespace sempurna::cloudwatch
