#include "api/runtime/invoke_endpoint.h"

#include "api/runtime/error.h"
#include "api/sagemaker/request.h"
#include "serving/invocation_metrics.h"

namespace sempurna::runtime {

namespace {

// Of requests for endpoints of another kind than those here.
constexpr std::string_view kUnserved[] = {
    "x-amzn-sagemaker-enable-explanations", "x-amzn-sagemaker-inference-component",
    "x-amzn-sagemaker-session-id", "x-amzn-sagemaker-target-container-hostname",
    "x-amzn-sagemaker-target-model"};

constexpr auto kTargetVariant = "x-amzn-sagemaker-target-variant";

void check_headers(const ServerRequest& request) {
  for (const auto name : kUnserved) {
    if (request.header(name).empty()) continue;
    throw RuntimeError(400, "ValidationError",
                       "the header {} is not served: each variant of an endpoint answers for one "
                       "model, and keeps nothing between two requests",
                       name);
  }
}

/// The worker's sentence, which it ends for people with a line's end.
std::string sentence_of(std::string body) {
  while (body.ends_with('\n')) body.pop_back();
  return body;
}

RuntimeError model_error(const Services& services, const std::string& endpoint, long status,
                         const std::string& sentence) {
  RuntimeError error(424, "ModelError",
                     "Received {} error ({}) from primary with message \"{}\". See {} for more.",
                     status >= 500 || status == 0 ? "server" : "client", status, sentence,
                     "the log group /aws/sagemaker/Endpoints/" + endpoint);
  error.details = {
      {std::string(kOriginalStatusCode), std::to_string(status)},
      {"OriginalMessage", sentence},
      {"LogStreamArn", fmt::format("arn:aws:logs:{}:{}:log-group:/aws/sagemaker/Endpoints/{}",
                                   services.config.region, services.config.account, endpoint)}};
  return error;
}

EndpointAnswer ask(Services& services, Call& call, const std::string& endpoint,
                   const std::string& body) {
  try {
    return services.endpoints->invoke(endpoint, call.request.header(kTargetVariant),
                                      {.body = body,
                                       .content_type = call.request.header("content-type"),
                                       .accept = call.request.header("accept")});
  } catch (const Error& error) {
    if (error.code() != Code::NotFound) throw;
    if (const auto known = services.endpoints->find(endpoint); known && known->current) {
      throw RuntimeError(400, "ValidationError", "Variant {} not found for Endpoint {}",
                         call.request.header(kTargetVariant), endpoint);
    }
    throw RuntimeError(400, "ValidationError", "Endpoint {} of account {} not found.", endpoint,
                       services.config.account);
  }
}

}  // namespace

void invoke_endpoint(Services& services, Call& call, const std::string& endpoint,
                     const std::string& body, std::chrono::steady_clock::time_point came) {
  authorize(services, call, call.action(),
            sagemaker::resource_arn(services.config, "endpoint", endpoint));
  check_headers(call.request);
  const EndpointAnswer got = ask(services, call, endpoint, body);
  count_invocation(got, std::chrono::steady_clock::now() - came);
  switch (got.answer.outcome) {
    case ModelAnswer::Outcome::Gone:
      throw model_error(
          services, endpoint, 0,
          "the worker ended before it answered, or is not there; it is started again");
    case ModelAnswer::Outcome::TooSlow:
      throw model_error(services, endpoint, 0,
                        "Your invocation timed out while waiting for a response from container "
                        "primary. Review the latency metrics for each container in Amazon "
                        "CloudWatch, resolve the issue, and try again.");
    case ModelAnswer::Outcome::Answered:
      break;
  }
  if (got.answer.status != 200) {
    throw model_error(services, endpoint, got.answer.status, sentence_of(got.answer.body));
  }
  call.answer.send(200,
                   {{"Content-Type", got.answer.content_type},
                    {"x-Amzn-Invoked-Production-Variant", got.variant},
                    {"x-amzn-RequestId", call.request.id}},
                   got.answer.body);
}

}  // namespace sempurna::runtime
