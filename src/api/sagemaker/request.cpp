#include "api/sagemaker/request.h"

#include "api/sagemaker/shapes.h"
#include "base/ascii.h"

namespace sempurna::sagemaker {

void require_right_shape(const json::Operation& op) {
  const Shape* shape = input_of(op.call.operation.name);
  ensure(shape != nullptr, "an operation that is served has a shape");
  expect_valid(*shape, op.input);
}

Json kept_of(const json::Operation& op) {
  Json kept = Json::object();
  for (const Member& known : input_of(op.call.operation.name)->members) {
    const JsonMap* value = member(op.input, {std::string(known.name).c_str()});
    if (value != nullptr) kept[std::string(known.name)] = Json::parse(value->dump());
  }
  return kept;
}

std::string resource_arn(const ServerConfig& config, std::string_view kind,
                         const std::string& name) {
  return fmt::format("arn:aws:sagemaker:{}:{}:{}/{}", config.region, config.account, kind,
                     lower_ascii(name));
}

std::string training_job_arn(const ServerConfig& config, const std::string& name) {
  return resource_arn(config, "training-job", name);
}

}  // namespace sempurna::sagemaker
