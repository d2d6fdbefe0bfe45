#include "catalog/preview_request.h"

#include "base/error.h"

namespace sempurna {

Json to_json(const PreviewRequest& request) {
  return {{"task", name(request.task)},
          {"training", request.training.string()},
          {"model", request.model.string()},
          {"hyperparameters", request.hyperparameters},
          {"most", request.most}};
}

PreviewRequest read_preview_request(const Json& json) {
  try {
    const auto most = json.at("most").get<int64_t>();
    if (most < 1) throw Error(Code::DataCorrupt, "most must be 1 or more");
    return {.task = choice_named<Task>(json.at("task").get<std::string>()).value(),
            .training = json.at("training").get<std::string>(),
            .model = json.at("model").get<std::string>(),
            .hyperparameters = json.at("hyperparameters").get<std::map<std::string, std::string>>(),
            .most = most};
  } catch (const std::exception& error) {
    throw Error(Code::DataCorrupt, "the request for a preview is wrong: {}", error.what());
  }
}

}  // namespace sempurna
