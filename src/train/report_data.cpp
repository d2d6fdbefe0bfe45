#include "train/report_data.h"

#include <algorithm>

namespace sempurna {

namespace {

Json to_json(const WorstError& e) {
  Json json = {{"channel", e.channel}, {"file", e.file}};
  if (e.row > 0) json["row"] = e.row;
  if (!e.text.empty()) json["text"] = e.text;
  json["label"] = e.label;
  json["predicted"] = e.predicted;
  json["label_probability"] = e.label_probability;
  json["predicted_probability"] = e.predicted_probability;
  return json;
}

Json to_json(const EvaluationReport& e, const std::vector<std::string>& labels) {
  Json json = {{"name", e.name},
               {"examples", e.metrics.examples},
               {"majority_baseline", e.majority_baseline},
               {"metrics", summary(e.metrics)},
               {"confusion", e.metrics.confusion}};
  if (e.linear_baseline) json["linear_baseline"] = *e.linear_baseline;
  Json& classes = json["classes"] = Json::array();
  for (size_t k = 0; k < e.metrics.classes.size(); ++k) {
    const ClassMetrics& c = e.metrics.classes[k];
    classes.push_back({{"label", labels.at(k)},
                       {"examples", c.support},
                       {"predicted", c.predicted},
                       {"precision", c.precision},
                       {"recall", c.recall},
                       {"f1", c.f1}});
  }
  Json& errors = json["worst_errors"] = Json::array();
  for (const auto& error : e.errors) errors.push_back(to_json(error));
  return json;
}

}  // namespace

Json to_json(const RunReport& r) {
  Json json = {{"task", r.task},
               {"model_id", r.model_id},
               {"model_type", r.model_type},
               {"parameters", r.parameters},
               {"trained_parameters", r.trained_parameters},
               {"labels", r.labels},
               {"binary_mode", r.binary_mode},
               {"eval_metric", r.eval_metric},
               {"precision", r.precision},
               {"best_epoch", r.best_epoch},
               {"history", r.history}};
  const Json ancestry = to_json(r.ancestry);
  for (const auto& [member, value] : ancestry.items()) json[member] = value;
  Json& evaluations = json["evaluations"] = Json::array();
  for (const auto& evaluation : r.evaluations) evaluations.push_back(to_json(evaluation, r.labels));
  Json& balance = json["class_balance"] = Json::object();
  for (const auto& [name, counts] : r.balance) balance[name] = counts;
  Json& findings = json["findings"] = Json::array();
  for (const auto& finding : r.findings) findings.push_back(to_json(finding));
  Json& settings = json["settings"] = Json::object();
  for (const auto& [name, value] : r.settings) settings[name] = value;
  json["language"] = r.language;
  return json;
}

std::vector<int64_t> worst_errors(const Predictions& predictions, size_t most) {
  std::vector<int64_t> wrong;
  for (int64_t i = 0; i < predictions.size(); ++i) {
    if (predictions.predicted(i) != predictions.labels[static_cast<size_t>(i)]) wrong.push_back(i);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [&](int64_t a, int64_t b) {
    return predictions.probability(a, predictions.predicted(a)) >
           predictions.probability(b, predictions.predicted(b));
  });
  wrong.resize(std::min(wrong.size(), most));
  return wrong;
}

}  // namespace sempurna
