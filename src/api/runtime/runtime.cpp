#include "api/runtime/runtime.h"

#include "api/runtime/error.h"
#include "api/runtime/invoke_endpoint.h"
#include "api/signed_call.h"
#include "base/json.h"
#include "base/number.h"
#include "catalog/invocation.h"

namespace sempurna::runtime {

namespace {

constexpr std::string_view kPrefix = "/endpoints/";
constexpr std::string_view kInvocations = "/invocations";
// Operations of the service that are none of this server's.
constexpr std::string_view kUnserved[] = {"/async-invocations", "/invocations-response-stream",
                                          "/invocations-bidirectional-stream"};

constexpr OperationName kInvokeEndpoint = {"sagemaker", "InvokeEndpoint",
                                           "sagemaker:InvokeEndpoint"};

// Source: Amazon SageMaker API Reference, InvokeEndpoint and "Common Errors".
constexpr ErrorRow kErrors[] = {
    {Trouble::WrongRequest, "ValidationError", 400},
    {Trouble::TooLarge, "413", 413},
    {Trouble::BrokenBody, "ValidationError", 400},
    {Trouble::NotNow, "ServiceUnavailable", 503},
    {Trouble::OurMistake, "InternalFailure", 500},
    {AccessFault::AccessDenied, "AccessDeniedException", 403},
    {AccessFault::MissingCredentials, "MissingAuthenticationTokenException", 403},
    {AccessFault::MalformedAuthorization, "IncompleteSignatureException", 403},
    {AccessFault::InvalidAccessKeyId, "UnrecognizedClientException", 403},
    {AccessFault::SignatureDoesNotMatch, "InvalidSignatureException", 403},
    {AccessFault::RequestTimeTooSkewed, "InvalidSignatureException", 403},
    {AccessFault::ExpiredRequest, "InvalidSignatureException", 403},
    {AccessFault::ExpiredToken, "ExpiredTokenException", 403},
    {AccessFault::InvalidToken, "UnrecognizedClientException", 403},
    {AccessFault::PayloadMismatch, "InvalidSignatureException", 403},
    {AccessFault::LimitExceeded, "ThrottlingException", 400},
};

/// What stands between /endpoints/ and this ending; empty: the path is another.
std::string_view endpoint_in(std::string_view path, std::string_view ending) {
  if (!path.starts_with(kPrefix) || !path.ends_with(ending)) return "";
  path.remove_prefix(kPrefix.size());
  if (path.size() <= ending.size()) return "";
  path.remove_suffix(ending.size());
  return path.find('/') == std::string_view::npos ? path : "";
}

class RuntimeDialect : public Dialect {
 public:
  std::string_view service() const override { return "sagemaker"; }

  bool is_spoken_by(const ServerRequest& request) const override {
    if (request.method != "POST") return false;
    for (const auto ending : kUnserved) {
      if (!endpoint_in(request.path, ending).empty()) return true;
    }
    return !endpoint_in(request.path, kInvocations).empty();
  }

  std::vector<OperationName> operations() const override { return {kInvokeEndpoint}; }

  void answer(Services& services, Call& call) const override {
    const auto came = std::chrono::steady_clock::now();
    call.begin(kInvokeEndpoint.name, kInvokeEndpoint.action);
    const std::string body = signed_body(services, call, kLargestInvocation);
    const std::string endpoint = percent_decode(endpoint_in(call.request.path, kInvocations));
    if (endpoint.empty()) {
      throw RuntimeError(400, "ValidationError",
                         "{} is not served: endpoints here answer at once, and whole, by "
                         "/endpoints/NAME/invocations",
                         call.request.path);
    }
    invoke_endpoint(services, call, endpoint, body, came);
  }

  std::span<const ErrorRow> errors() const override { return kErrors; }

  void answer_failure(Call& call, const Failure& failure) const override {
    Json body = {{"Message", failure.message}};
    for (const auto& [name, value] : failure.details) {
      const auto number = name == kOriginalStatusCode ? read_number<int64_t>(value) : std::nullopt;
      number ? body[name] = *number : body[name] = value;
    }
    call.answer.send(failure.status,
                     {{"Content-Type", "application/json"},
                      {"x-amzn-ErrorType", failure.code},
                      {"x-amzn-RequestId", call.request.id}},
                     to_line(body));
  }
};

}  // namespace

const Dialect& dialect() {
  static const RuntimeDialect kDialect;
  return kDialect;
}

}  // namespace sempurna::runtime
