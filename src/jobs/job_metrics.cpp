#include "jobs/job_metrics.h"

#include <cmath>
#include <map>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "report/run_record.h"

namespace sempurna {

namespace {

constexpr std::string_view kEpoch = "\"event\":\"epoch\"";

struct Epoch {
  Time time{};
  Figures figures;
};

/// By their numbers: of one that a resumed run repeated the last. Lines of steps, which are most by
/// far, are not parsed.
std::map<int64_t, Epoch> epochs_of(const JobFolder& job) {
  std::map<int64_t, Epoch> epochs;
  if (!fs::exists(job.progress())) return epochs;
  const std::string text = read_file(job.progress());
  for (size_t at = 0; (at = text.find(kEpoch, at)) != std::string::npos;) {
    const size_t begin = text.rfind('\n', at) + 1;
    const size_t end = text.find('\n', at);
    if (end == std::string::npos) break;  // not whole yet
    at = end;
    try {
      const Json event =
          parse_json(std::string_view(text).substr(begin, end - begin), "an epoch's progress");
      Json figures = event;
      for (const char* other : {"time", "event", "epochs", "message"}) figures.erase(other);
      EpochRecord record = from_json<EpochRecord>(figures, "an epoch's progress");
      const std::chrono::duration<double> since_1970(event.at("time").get<double>());
      epochs[record.epoch] = {Time(std::chrono::round<std::chrono::milliseconds>(since_1970)),
                              record.figures};
    } catch (const std::exception&) {
      continue;  // damaged
    }
  }
  return epochs;
}

}  // namespace

std::vector<LogMetric> metrics_of(const JobRecord& job) {
  const JobFolder folder{job.folder};
  if (!fs::exists(folder.root)) return {};
  const auto definitions = read_training_request(job.request).metrics;
  std::vector<LogMetric> metrics;
  if (!definitions.empty()) metrics = all_log_metrics(JobLog(folder).lines(), definitions);
  std::set<std::string> taken;
  for (const auto& definition : definitions) taken.insert(definition.name);
  for (const auto& [number, epoch] : epochs_of(folder)) {
    for (const auto& [name, value] : epoch.figures) {
      if (value && std::isfinite(*value) && !taken.contains(name)) {
        metrics.push_back({name, *value, epoch.time});
      }
    }
  }
  return metrics;
}

}  // namespace sempurna
