#include "api/cloudwatch/sources.h"

#include <algorithm>
#include <array>
#include <set>

#include "jobs/job_metrics.h"
#include "jobs/job_name.h"
#include "jobs/training_jobs.h"
#include "jobs/use_sampler.h"
#include "serving/invocation_metrics.h"
#include "serving/transform_jobs.h"

namespace sempurna::cloudwatch {

namespace {

constexpr std::string_view kTrainingJobs = "/aws/sagemaker/TrainingJobs";
constexpr std::string_view kTransformJobs = "/aws/sagemaker/TransformJobs";
constexpr std::string_view kHostEnding = "/algo-1";  // the only one of a job

using Values = Source::Values;

std::vector<Values> jobs_since(Services& services, Time since, std::string_view ending) {
  std::vector<Values> all;
  for (const JobSummary& job : services.jobs->list({.order = JobOrder::Name})) {
    if (job.is_at_work() || job.changed >= since) all.push_back({job.name + std::string(ending)});
  }
  return all;
}

/// Nothing for what no job can be called: here it is anybody's text.
std::optional<JobRecord> job_named(Services& services, const std::string& name) {
  if (fault_of_job_name(name)) return std::nullopt;
  return services.jobs->find(name);
}

std::string_view no_unit(std::string_view /*name*/) {
  return "None";
}

std::string_view percent(std::string_view /*name*/) {
  return "Percent";
}

// What the algorithm says of itself.

std::vector<Values> algorithms(Services& services, Time since) {
  return jobs_since(services, since, "");
}

std::vector<LogMetric> algorithm_metrics(Services& services, const Values& whose) {
  const auto job = job_named(services, whose[0]);
  return job ? metrics_of(*job) : std::vector<LogMetric>();
}

std::vector<std::string> algorithm_names(Services& services, const Values& whose, Time since) {
  std::set<std::string> names;
  for (const LogMetric& metric : algorithm_metrics(services, whose)) {
    if (metric.time >= since) names.insert(metric.name);
  }
  return {names.begin(), names.end()};
}

std::vector<MetricPoint> algorithm_points(Reading& reading, const Values& whose,
                                          const std::string& name, Time from, Time to) {
  auto read = reading.of_jobs.find(whose[0]);
  if (read == reading.of_jobs.end()) {
    read = reading.of_jobs.emplace(whose[0], algorithm_metrics(reading.services, whose)).first;
  }
  std::vector<MetricPoint> points;
  for (const LogMetric& metric : read->second) {
    if (metric.name != name || metric.time < from || metric.time >= to) continue;
    points.push_back({metric.time, Distribution(metric.value)});
  }
  return points;
}

// What a folder's metrics.jsonl has.

template <size_t n>
std::vector<std::string> names_in(const std::vector<fs::path>& folders,
                                  const std::array<std::string_view, n>& of, Time since) {
  std::vector<std::string> names;
  for (const auto name : of) {
    const auto has = [&](const fs::path& folder) { return has_metric_since(folder, name, since); };
    if (std::any_of(folders.begin(), folders.end(), has)) names.emplace_back(name);
  }
  return names;
}

template <size_t n>
std::vector<MetricPoint> points_in(const std::vector<fs::path>& folders,
                                   const std::array<std::string_view, n>& of,
                                   const std::string& name, Time from, Time to) {
  std::vector<MetricPoint> points;
  if (std::find(of.begin(), of.end(), name) == of.end()) return points;
  for (const fs::path& folder : folders) {
    auto more = read_metric(folder, name, from, to);
    points.insert(points.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  }
  // Two deployments may have answered in the same minute.
  std::stable_sort(points.begin(), points.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  return points;
}

// The machine, while a job had it.

std::vector<Values> hosts(Services& services, Time since) {
  return jobs_since(services, since, kHostEnding);
}

std::vector<fs::path> host_folders(Services& services, const Values& whose) {
  const std::string& host = whose[0];
  if (!host.ends_with(kHostEnding)) return {};
  const auto job = job_named(services, host.substr(0, host.size() - kHostEnding.size()));
  return job ? std::vector{job->folder} : std::vector<fs::path>();
}

std::vector<std::string> host_names(Services& services, const Values& whose, Time since) {
  return names_in(host_folders(services, whose), kMachineMetrics, since);
}

std::vector<MetricPoint> host_points(Reading& reading, const Values& whose, const std::string& name,
                                     Time from, Time to) {
  return points_in(host_folders(reading.services, whose), kMachineMetrics, name, from, to);
}

// The machine, while a transform job had it.

std::vector<Values> transform_hosts(Services& services, Time since) {
  std::vector<Values> all;
  for (const TransformSummary& job : services.transforms->list()) {
    if (is_at_work(job.state) || job.changed >= since) {
      all.push_back({job.name + std::string(kHostEnding)});
    }
  }
  return all;
}

std::vector<fs::path> transform_folders(Services& services, const Values& whose) {
  const std::string& host = whose[0];
  if (!host.ends_with(kHostEnding)) return {};
  const auto job = services.transforms->find(host.substr(0, host.size() - kHostEnding.size()));
  return job ? std::vector{services.transforms->folder(job->name).root} : std::vector<fs::path>();
}

std::vector<std::string> transform_names(Services& services, const Values& whose, Time since) {
  return names_in(transform_folders(services, whose), kMachineMetrics, since);
}

std::vector<MetricPoint> transform_points(Reading& reading, const Values& whose,
                                          const std::string& name, Time from, Time to) {
  return points_in(transform_folders(reading.services, whose), kMachineMetrics, name, from, to);
}

// Endpoints: the machine, and their requests.

std::vector<Values> variants(Services& services, Time /*since*/) {
  std::vector<Values> all;
  for (const EndpointRecord& endpoint : services.endpoints->list()) {
    std::set<std::string> names;
    for (const auto& [variant, folder] : services.endpoints->logs(endpoint.name)) {
      names.insert(variant);
    }
    for (const auto& name : names) all.push_back({endpoint.name, name});
  }
  return all;
}

std::vector<fs::path> variant_folders(Services& services, const Values& whose) {
  std::vector<fs::path> folders;
  if (!services.endpoints->find(whose[0])) return folders;
  for (auto& [variant, folder] : services.endpoints->metrics(whose[0])) {
    if (variant == whose[1]) folders.push_back(std::move(folder));
  }
  return folders;
}

std::vector<std::string> variant_names(Services& services, const Values& whose, Time since) {
  return names_in(variant_folders(services, whose), kMachineMetrics, since);
}

std::vector<MetricPoint> variant_points(Reading& reading, const Values& whose,
                                        const std::string& name, Time from, Time to) {
  return points_in(variant_folders(reading.services, whose), kMachineMetrics, name, from, to);
}

std::vector<std::string> invocation_names(Services& services, const Values& whose, Time since) {
  return names_in(variant_folders(services, whose), kInvocationMetrics, since);
}

std::vector<MetricPoint> invocation_points(Reading& reading, const Values& whose,
                                           const std::string& name, Time from, Time to) {
  return points_in(variant_folders(reading.services, whose), kInvocationMetrics, name, from, to);
}

std::string_view invocation_unit(std::string_view name) {
  return name.ends_with("Latency") ? "Microseconds" : "None";
}

}  // namespace

// Source: Amazon SageMaker Developer Guide, "Amazon SageMaker metrics in Amazon CloudWatch".
std::span<const Source> sources() {
  static const std::array<Source, 5> kSources = {{
      {kTrainingJobs, {"Host"}, hosts, host_names, percent, host_points},
      {kTrainingJobs, {"TrainingJobName"}, algorithms, algorithm_names, no_unit, algorithm_points},
      {kTransformJobs, {"Host"}, transform_hosts, transform_names, percent, transform_points},
      {"/aws/sagemaker/Endpoints",
       {"EndpointName", "VariantName"},
       variants,
       variant_names,
       percent,
       variant_points},
      {"AWS/SageMaker",
       {"EndpointName", "VariantName"},
       variants,
       invocation_names,
       invocation_unit,
       invocation_points},
  }};
  return kSources;
}

Series series_of(Reading& reading, const Metric& metric, const std::string& unit, Time from,
                 Time to) {
  for (const Source& source : sources()) {
    const auto& dimensions = metric.dimensions;
    const bool is_of_it =
        source.space == metric.space &&
        std::equal(dimensions.begin(), dimensions.end(), source.dimensions.begin(),
                   source.dimensions.end(),
                   [](const auto& one, std::string_view name) { return one.first == name; });
    if (!is_of_it) continue;
    const std::string_view has = source.unit(metric.name);
    if (!unit.empty() && unit != has) break;
    Values whose;
    for (const auto& [name, value] : dimensions) whose.push_back(value);
    return {has, source.points(reading, whose, metric.name, from, to)};
  }
  return {};
}

}  // namespace sempurna::cloudwatch
