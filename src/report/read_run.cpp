#include "report/read_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace sempurna {

namespace {

// So that sums of counts stay within 64 bits.
constexpr int64_t kMostCounted = 1'000'000'000'000;

/// A JSON value and the way to it.
class Member {
 public:
  Member(const Json& value, std::string path) : value_(&value), path_(std::move(path)) {}

  /// A null when there is none.
  Member operator[](const char* key) const {
    static const Json kNull;
    std::string path = path_.empty() ? key : path_ + "." + key;
    if (value_->is_null()) return {kNull, std::move(path)};
    expect(value_->is_object(), "an object");
    const auto found = value_->find(key);
    return {found == value_->end() ? kNull : *found, std::move(path)};
  }

  std::string text() const {
    if (value_->is_null()) return {};
    expect(value_->is_string(), "text");
    return value_->get_ref<const std::string&>();
  }

  bool flag() const {
    if (value_->is_null()) return false;
    expect(value_->is_boolean(), "true or false");
    return value_->get<bool>();
  }

  int64_t count() const {
    if (value_->is_null()) return 0;
    expect(value_->is_number_integer() &&
               (value_->is_number_unsigned()
                    ? value_->get<uint64_t>() <= uint64_t{kMostCounted}
                    : value_->get<int64_t>() >= 0 && value_->get<int64_t>() <= kMostCounted),
           "a whole number from 0 to 10^12");
    return value_->get<int64_t>();
  }

  std::optional<double> number() const {
    if (value_->is_null()) return std::nullopt;
    expect(value_->is_number(), "a number");
    const auto number = value_->get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
  }

  /// One element each.
  template <typename Read>
  auto list(Read&& read) const {
    std::vector<decltype(read(*this))> elements;
    if (value_->is_null()) return elements;
    expect(value_->is_array(), "a list");
    elements.reserve(value_->size());
    for (size_t i = 0; i < value_->size(); ++i) {
      elements.push_back(read(Member((*value_)[i], fmt::format("{}[{}]", path_, i))));
    }
    return elements;
  }

  /// `read` with each name and value.
  template <typename Read>
  void each(Read&& read) const {
    if (value_->is_null()) return;
    expect(value_->is_object(), "an object");
    for (const auto& [name, value] : value_->items()) {
      read(name, Member(value, path_.empty() ? name : path_ + "." + name));
    }
  }

  bool is_number() const { return value_->is_number() || value_->is_null(); }

  void expect(bool holds, std::string_view what) const {
    if (holds) return;
    throw Error(Code::DataCorrupt, "the evaluation cannot be reported: {} must be {}",
                path_.empty() ? "the whole" : "its member \"" + path_ + "\"", what);
  }

 private:
  const Json* value_;
  std::string path_;
};

std::string read_text(const Member& m) {
  return m.text();
}

int64_t read_count(const Member& m) {
  return m.count();
}

ShownMetrics read_metrics(const Member& m) {
  ShownMetrics metrics;
  m.each([&](const std::string& name, const Member& value) {
    if (value.is_number()) metrics.emplace_back(name, value.number());
  });
  return metrics;
}

ShownError read_error(const Member& m) {
  return {m["channel"].text(),
          m["file"].text(),
          m["row"].count(),
          m["text"].text(),
          m["label"].text(),
          m["predicted"].text(),
          m["label_probability"].number(),
          m["predicted_probability"].number()};
}

ShownClass read_class(const Member& m) {
  return {m["label"].text(),       m["examples"].count(), m["predicted"].count(),
          m["precision"].number(), m["recall"].number(),  m["f1"].number()};
}

ShownEvaluation read_evaluation(const Member& m, size_t classes) {
  const Member confusion = m["confusion"];
  ShownEvaluation e{m["name"].text(),
                    m["examples"].count(),
                    m["majority_baseline"].number(),
                    m["linear_baseline"].number(),
                    read_metrics(m["metrics"]),
                    confusion.list([](const Member& row) { return row.list(read_count); }),
                    m["classes"].list(read_class),
                    m["worst_errors"].list(read_error)};
  bool square = e.confusion.empty() || e.confusion.size() == classes;
  for (const auto& row : e.confusion) square = square && row.size() == classes;
  confusion.expect(square, fmt::format("{0} rows of {0} counts, one for each label", classes));
  return e;
}

ShownFinding read_finding(const Member& m) {
  return {m["severity"].text(), m["code"].text(),    m["file"].text(),
          m["row"].count(),     m["message"].text(), m["remedy"].text()};
}

}  // namespace

std::optional<double> metric(const ShownMetrics& metrics, std::string_view name) {
  for (const auto& [known, value] : metrics) {
    if (known == name) return value;
  }
  return std::nullopt;
}

ShownRun read_run(const Json& report) {
  const Member m(report, "");
  m.expect(report.is_object(), "an object");
  ShownRun run;
  run.task = m["task"].text();
  run.model_id = m["model_id"].text();
  run.lineage = m["lineage"].list(read_text);
  run.licence = m["licence"].text();
  run.model_type = m["model_type"].text();
  run.parameters = m["parameters"].count();
  run.trained_parameters = m["trained_parameters"].count();
  run.labels = m["labels"].list(read_text);
  run.binary_mode = m["binary_mode"].flag();
  run.eval_metric = m["eval_metric"].text();
  run.precision = m["precision"].text();
  run.best_epoch = m["best_epoch"].count();
  run.history = m["history"].list(read_metrics);
  const size_t classes = run.labels.size();
  run.evaluations =
      m["evaluations"].list([&](const Member& e) { return read_evaluation(e, classes); });
  // What says most comes first: test data had no part in choosing the epoch.
  std::stable_partition(run.evaluations.begin(), run.evaluations.end(),
                        [](const auto& evaluation) { return evaluation.name == "test"; });
  m["class_balance"].each([&](const std::string& name, const Member& counts) {
    run.balance.push_back({name, counts.list(read_count)});
    counts.expect(run.balance.back().counts.size() == classes,
                  fmt::format("a list of {} counts, one for each label", classes));
  });
  run.findings = m["findings"].list(read_finding);
  m["settings"].each([&](const std::string& name, const Member& value) {
    run.settings.emplace_back(name, value.text());
  });
  const std::string language = m["language"].text();
  if (!language.empty()) run.language = report_language(language);
  return run;
}

}  // namespace sempurna
