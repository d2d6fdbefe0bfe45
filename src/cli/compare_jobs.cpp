#include "cli/compare_jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/error.h"
#include "base/quantity.h"
#include "base/shown.h"
#include "base/standard_streams.h"
#include "catalog/locations.h"
#include "cli/find_job.h"
#include "cli/table.h"
#include "report/run_record.h"

namespace sempurna {

namespace {

constexpr auto kNothing = "-";

using Row = std::vector<std::string>;

/// A job with the record of its run, where it has one.
struct Compared {
  const JobRecord* job;
  std::optional<RunRecord> run;

  std::string given(const std::string& name) const { return job->request.value(name, kNothing); }
  std::string hyperparameter(const std::string& name) const {
    // All of them are known of a run; of one that has none yet, what was given.
    if (run) {
      for (const auto& [known, value] : run->hyperparameters) {
        if (known == name) return value;
      }
      return kNothing;
    }
    return job->request.at("hyperparameters").value(name, kNothing);
  }
  std::string measured(const std::string& part, const std::string& metric) const {
    const EvaluationRecord* evaluation = run ? run->evaluation(part) : nullptr;
    const auto value = evaluation == nullptr ? std::nullopt : figure(evaluation->metrics, metric);
    return value ? fmt::format("{:.4f}", *value) : kNothing;
  }
  std::string seconds() const {
    return job->facts.is_null() ? kNothing : duration_text(job->facts.at("training_seconds"));
  }
};

/// Names in the order in which they are first met.
void add_names(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

std::vector<std::string> hyperparameters_of(const std::vector<Compared>& jobs) {
  std::vector<std::string> names;
  for (const Compared& each : jobs) {
    if (each.run) {
      for (const auto& [name, value] : each.run->hyperparameters) add_names(names, name);
    }
    for (const auto& [name, value] : each.job->request.at("hyperparameters").items())
      add_names(names, name);
  }
  return names;
}

std::vector<std::string> metrics_of(const std::vector<Compared>& jobs, const std::string& part) {
  std::vector<std::string> names;
  for (const Compared& each : jobs) {
    const EvaluationRecord* evaluation = each.run ? each.run->evaluation(part) : nullptr;
    if (evaluation == nullptr) continue;
    for (const auto& [name, value] : evaluation->metrics) add_names(names, name);
  }
  return names;
}

}  // namespace

std::vector<std::vector<std::string>> comparison(const std::vector<JobRecord>& jobs) {
  std::vector<Compared> all;
  for (const JobRecord& job : jobs) {
    all.push_back({&job, std::nullopt});
    if (!job.facts.is_null()) all.back().run = read_record(job.facts, job.name);
  }
  std::vector<Row> rows(1, Row{""});
  for (const JobRecord& job : jobs) rows[0].push_back(job.name);
  const auto add = [&](const std::string& name, bool always,
                       const std::function<std::string(const Compared&)>& value) {
    Row row{name};
    for (const Compared& each : all) row.push_back(value(each));
    const bool differs = std::any_of(row.begin() + 2, row.end(),
                                     [&](const std::string& cell) { return cell != row[1]; });
    if (differs || always) rows.push_back(std::move(row));
  };
  add("state", true, [](const Compared& c) { return std::string(name(c.job->state())); });
  add("parent model", false, [](const Compared& c) { return c.job->model; });
  for (const char* given : {"data", "validation", "test", "instance_type", "owner"}) {
    add(given, false, [&](const Compared& c) { return c.given(given); });
  }
  for (const auto& name : hyperparameters_of(all)) {
    add(name, false, [&](const Compared& c) { return c.hyperparameter(name); });
  }
  add("threads", false,
      [](const Compared& c) { return c.run ? std::to_string(c.run->threads) : kNothing; });
  add("best epoch", true,
      [](const Compared& c) { return c.run ? std::to_string(c.run->best_epoch) : kNothing; });
  for (const char* part : {"validation", "test"}) {
    for (const auto& metric : metrics_of(all, part)) {
      add(fmt::format("{} {}", part, metric), true,
          [&](const Compared& c) { return c.measured(part, metric); });
    }
  }
  add("training time", true, [](const Compared& c) { return c.seconds(); });
  return rows;
}

int compare_jobs(const std::vector<std::string>& names, bool json) {
  if (names.size() < 2) {
    throw Error(Code::InvalidArgument, "one job alone cannot be compared; give two names or more");
  }
  JobRecords records(home_folder());
  records.settle();
  std::vector<JobRecord> jobs;
  for (const auto& name : names) jobs.push_back(find_job(records, name));
  auto rows = comparison(jobs);
  if (json) {
    Json all = Json::array();
    for (size_t k = 0; k < jobs.size(); ++k) {
      Json one = {{"training_job_name", jobs[k].name}};
      for (size_t row = 1; row < rows.size(); ++row) one[rows[row][0]] = rows[row][k + 1];
      all.push_back(std::move(one));
    }
    say("{}", to_pretty(all));
    return 0;
  }
  for (auto& row : rows) {
    for (auto& cell : row) cell = shown(cell);
  }
  const Row head = rows.front();
  rows.erase(rows.begin());
  say("{}", table(head, rows));
  return 0;
}

}  // namespace sempurna
