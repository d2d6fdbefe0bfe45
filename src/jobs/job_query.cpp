#include "jobs/job_query.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/number.h"

namespace sempurna {

namespace {

constexpr double kMost = 9e15;  // milliseconds; doubles hold whole numbers exactly up to there

std::string_view column(JobOrder order) {
  switch (order) {
    case JobOrder::Created:
      return "created";
    case JobOrder::Name:
      return "name";
    case JobOrder::Status:
      return "status";
  }
  return "created";
}

/// A condition of SQL with the values that it is about.
class Conditions {
 public:
  using Bind = std::function<void(Statement&, int)>;

  void add(const std::string& condition, std::vector<Bind> values = {}) {
    text_ += (text_.empty() ? " WHERE " : " AND ") + condition;
    for (auto& value : values) values_.push_back(std::move(value));
  }
  void add_time(const std::string& condition, std::optional<double> time, double (*whole)(double)) {
    if (!time) return;
    const auto bound = static_cast<int64_t>(whole(std::clamp(*time, -kMost, kMost)));
    add(condition, {number(bound)});
  }
  static Bind text(std::string value) {
    return [value = std::move(value)](Statement& to, int at) { to.bind(at, value); };
  }
  static Bind number(int64_t value) {
    return [value](Statement& to, int at) { to.bind(at, value); };
  }
  const std::string& sql() const { return text_; }
  /// Returns how many there were.
  int bind(Statement& to) const {
    int at = 0;
    for (const auto& value : values_) value(to, ++at);
    return at;
  }

 private:
  std::string text_;
  std::vector<Bind> values_;
};

Conditions conditions_of(const JobQuery& query) {
  Conditions all;
  all.add("state<>''");  // one without a state is damaged
  if (query.served_only) all.add("served");
  if (!query.name_contains.empty())
    all.add("instr(name, ?)>0", {Conditions::text(query.name_contains)});
  if (!query.named_alike.empty())
    all.add("name=? COLLATE NOCASE", {Conditions::text(query.named_alike)});
  if (!query.statuses.empty()) {
    std::string marks;
    std::vector<Conditions::Bind> values;
    for (const auto& status : query.statuses) {
      marks += marks.empty() ? "?" : ",?";
      values.push_back(Conditions::text(status));
    }
    all.add("status IN (" + marks + ")", std::move(values));
  }
  const auto floor = [](double x) { return std::floor(x); };
  const auto ceil = [](double x) { return std::ceil(x); };
  all.add_time("created>?", query.created_after, floor);
  all.add_time("created<?", query.created_before, ceil);
  all.add_time("changed>?", query.changed_after, floor);
  all.add_time("changed<?", query.changed_before, ceil);
  if (query.after) {
    const auto value =
        query.order == JobOrder::Created
            ? Conditions::number(read_number<int64_t>(query.after->value).value_or(0))
            : Conditions::text(query.after->value);
    all.add("(" + std::string(column(query.order)) + ",name)" + (query.descending ? "<" : ">") +
                "(?,?)",
            {value, Conditions::text(query.after->name)});
  }
  return all;
}

}  // namespace

JobPlace place_of(const JobSummary& job, JobOrder order) {
  switch (order) {
    case JobOrder::Created:
      return {std::to_string(job.created.time_since_epoch().count()), job.name};
    case JobOrder::Name:
      return {job.name, job.name};
    case JobOrder::Status:
      return {job.status, job.name};
  }
  return {};
}

std::vector<JobSummary> find_jobs(Database& database, const JobQuery& query) {
  const Conditions wanted = conditions_of(query);
  const std::string direction = query.descending ? " DESC" : "";
  Statement rows = database.prepare(
      "SELECT folder, name, model, served, state, status, created, changed FROM job" +
      wanted.sql() + " ORDER BY " + std::string(column(query.order)) + direction + ", name" +
      direction + ", folder LIMIT ?");
  const int bound = wanted.bind(rows);
  rows.bind(bound + 1, query.limit);
  std::vector<JobSummary> jobs;
  while (rows.next()) {
    const auto state = job_state_named(rows.text(4));
    if (!state) continue;
    jobs.push_back({rows.text(0), rows.text(1), rows.text(2), rows.integer(3) != 0, *state,
                    rows.text(5), Time(std::chrono::milliseconds(rows.integer(6))),
                    Time(std::chrono::milliseconds(rows.integer(7)))});
  }
  return jobs;
}

}  // namespace sempurna
