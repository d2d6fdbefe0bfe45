#include "jobs/training_request.h"

#include "base/error.h"

namespace sempurna {

Json to_json(const TrainingRequest& request) {
  Json json = Json::object();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
  };
  add("model", request.model);
  add("data", request.data);
  add("validation", request.validation);
  add("test", request.test);
  add("output", request.output);
  json["hyperparameters"] = request.hyperparameters;
  if (request.instance_type != "local") json["instance_type"] = request.instance_type;
  if (request.without_network) json["without_network"] = true;
  if (request.loose_output) json["loose_output"] = true;
  if (request.max_seconds > 0) json["max_seconds"] = request.max_seconds;
  if (request.max_pending_seconds > 0) json["max_pending_seconds"] = request.max_pending_seconds;
  add("owner", request.owner);
  add("shares", request.shares);
  add("checkpoints", request.checkpoints);
  if (request.memory_bytes > 0) json["memory_bytes"] = request.memory_bytes;
  for (const auto& [name, regex] : request.metrics) {
    json["metrics"].push_back({{"name", name}, {"regex", regex}});
  }
  if (!request.remarks.empty()) json["remarks"] = request.remarks;
  return json;
}

TrainingRequest read_training_request(const Json& json) {
  TrainingRequest request;
  try {
    request.model = json.value("model", "");
    request.data = json.value("data", "");
    request.validation = json.value("validation", "");
    request.test = json.value("test", "");
    request.output = json.value("output", "");
    request.hyperparameters = json.at("hyperparameters").get<std::map<std::string, std::string>>();
    request.instance_type = json.value("instance_type", request.instance_type);
    request.without_network = json.value("without_network", false);
    request.loose_output = json.value("loose_output", false);
    request.max_seconds = json.value("max_seconds", int64_t{0});
    request.max_pending_seconds = json.value("max_pending_seconds", int64_t{0});
    request.owner = json.value("owner", "");
    request.shares = json.value("shares", "");
    request.checkpoints = json.value("checkpoints", "");
    request.memory_bytes = json.value("memory_bytes", uint64_t{0});
    for (const Json& metric : json.value("metrics", Json::array())) {
      request.metrics.push_back({metric.at("name"), metric.at("regex")});
    }
    request.remarks = json.value("remarks", std::vector<std::string>{});
  } catch (const Json::exception& error) {
    throw Error(Code::DataCorrupt, "the record of what a job was asked for is damaged: {}",
                error.what());
  }
  return request;
}

}  // namespace sempurna
