#include "api/sagemaker/request.h"

#include "api/sagemaker/shapes.h"
#include "base/ascii.h"

namespace sempurna::sagemaker {

void require_right_shape(const json::Operation& op) {
  const Shape* shape = input_of(op.call.operation.name);
  ensure(shape != nullptr, "an operation that is served has a shape");
  expect_valid(*shape, op.input);
}

std::string training_job_arn(const ServerConfig& config, const std::string& name) {
  return fmt::format("arn:aws:sagemaker:{}:{}:training-job/{}", config.region, config.account,
                     lower_ascii(name));
}

}  // namespace sempurna::sagemaker
