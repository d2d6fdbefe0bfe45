#include "jobs/training_request.h"

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
  return json;
}

}  // namespace sempurna
