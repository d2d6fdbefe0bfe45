#include "jobs/metric_log.h"

#include <fmt/format.h>

#include <fstream>
#include <optional>

#include "base/error.h"
#include "base/number.h"

namespace sempurna {

namespace {

using namespace std::chrono_literals;

constexpr auto kName = "metrics.jsonl";
constexpr std::string_view kBegin = "{\"time\":";
constexpr auto kKept = std::chrono::hours(24 * 15);
constexpr auto kLookEvery = 1h;
constexpr uint64_t kMostBytes = 64 << 20;

Time minute_of(Time time) {
  return std::chrono::floor<std::chrono::minutes>(time);
}

/// Empty of a damaged line.
std::optional<Time> time_of(std::string_view line) {
  if (!line.starts_with(kBegin)) return std::nullopt;
  line.remove_prefix(kBegin.size());
  const auto number = read_number<int64_t>(line.substr(0, line.find_first_of(",}")));
  if (!number) return std::nullopt;
  return Time(std::chrono::milliseconds(*number));
}

std::string_view line_at(std::string_view text, size_t begin) {
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// Where the first line begins that is not before `from`: lines are in the order of their times.
size_t place_of(std::string_view text, Time from) {
  size_t low = 0;  // all lines that begin before it are before `from`
  size_t high = text.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const size_t before = middle == 0 ? std::string_view::npos : text.rfind('\n', middle - 1);
    const size_t begin = before == std::string_view::npos || before < low ? low : before + 1;
    const std::string_view line = line_at(text, begin);
    const auto time = time_of(line);
    if (time && *time >= from) {
      high = begin;
    } else {
      low = std::min(begin + line.size() + 1, text.size());
    }
  }
  return low;
}

std::optional<MappedFile> open(const fs::path& file) {
  if (!fs::exists(file)) return std::nullopt;
  return MappedFile(file);
}

/// Without a line that is being written, or never was whole.
std::string_view whole_lines(std::string_view text) {
  return text.substr(0, text.rfind('\n') + 1);
}

}  // namespace

MetricLog::MetricLog(const fs::path& folder) : file_(folder / kName) {
  const auto there = open(file_);
  if (!there) return;
  const std::string_view lines = whole_lines(there->text());
  if (lines.size() < there->text().size()) write_file_atomic(file_, lines);
}

MetricLog::~MetricLog() {
  try {
    write_all();
  } catch (const std::exception&) {
    return;  // no memory is left for a line, say
  }
}

void MetricLog::add(Time now, Values values) {
  const std::lock_guard lock(mutex_);
  Minute& minute = minutes_[minute_of(now)];
  for (const auto& [name, value] : values) {
    const auto found = minute.find(name);
    if (found != minute.end()) {
      found->second.add(value);
    } else {
      minute.emplace(name, value);
    }
  }
}

void MetricLog::write_finished(Time now) {
  write_before(minute_of(now));
}

void MetricLog::write_all() {
  write_before(Time::max());
}

void MetricLog::write_before(Time end) {
  const std::lock_guard lock(mutex_);
  std::string lines;
  Time last{};
  while (!minutes_.empty() && minutes_.begin()->first < end) {
    const auto& [time, minute] = *minutes_.begin();
    last = time;
    Json line = {{"time", time.time_since_epoch().count()}};
    for (const auto& [name, values] : minute) line[name] = to_json(values);
    lines += to_line(line) + "\n";
    minutes_.erase(minutes_.begin());
  }
  if (lines.empty()) return;
  append(lines);
  forget_old(last);
}

void MetricLog::append(const std::string& lines) {
  std::ofstream(file_, std::ios::binary | std::ios::app) << lines;
}

void MetricLog::forget_old(Time now) {
  if (now < looked_ + kLookEvery) return;
  looked_ = now;
  try {
    const auto there = open(file_);
    if (!there) return;
    const std::string_view text = there->text();
    size_t begin = place_of(text, now - kKept);
    if (text.size() - begin > kMostBytes) begin = text.find('\n', text.size() / 2) + 1;
    if (begin > 0) write_file_atomic(file_, text.substr(begin));
  } catch (const Error&) {
    return;  // tried again
  }
}

std::vector<MetricPoint> read_metric(const fs::path& folder, std::string_view name, Time from,
                                     Time to) {
  std::vector<MetricPoint> points;
  const auto file = open(folder / kName);
  if (!file) return points;
  const std::string_view text = whole_lines(file->text());
  const std::string member(name);
  for (size_t begin = place_of(text, from); begin < text.size();) {
    const std::string_view line = line_at(text, begin);
    begin += line.size() + 1;
    const auto time = time_of(line);
    if (!time) continue;
    if (*time >= to) break;
    if (line.find(name) == std::string_view::npos) continue;
    try {
      const Json values = parse_json(line, "a line of metrics");
      const auto found = values.find(member);
      if (found == values.end()) continue;
      if (points.empty() || points.back().time != *time) points.push_back({*time, {}});
      points.back().values.add(read_distribution(*found));
    } catch (const Error&) {
      continue;  // damaged
    }
  }
  return points;
}

bool has_metric_since(const fs::path& folder, std::string_view name, Time since) {
  const auto file = open(folder / kName);
  if (!file) return false;
  const std::string_view text = whole_lines(file->text());
  return text.find(fmt::format("\"{}\":", name), place_of(text, since)) != std::string_view::npos;
}

}  // namespace sempurna
