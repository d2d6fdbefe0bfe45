#include "api/query/dialect.h"

#include "api/signed_call.h"
#include "api/words.h"

namespace sempurna::query {

namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

// Source: AWS STS API Reference, "Common Errors", and IAM's.
constexpr ErrorRow kErrors[] = {
    {Trouble::WrongRequest, "ValidationError", 400},
    {Trouble::TooLarge, "ValidationError", 400},
    {Trouble::BrokenBody, "ValidationError", 400},
    {Trouble::NotNow, "ServiceUnavailable", 503},
    {Trouble::OurMistake, "InternalFailure", 500},
    {AccessFault::AccessDenied, "AccessDenied", 403},
    {AccessFault::MissingCredentials, "MissingAuthenticationToken", 403},
    {AccessFault::MalformedAuthorization, "IncompleteSignature", 400},
    {AccessFault::InvalidAccessKeyId, "InvalidClientTokenId", 403},
    {AccessFault::SignatureDoesNotMatch, "SignatureDoesNotMatch", 403},
    {AccessFault::RequestTimeTooSkewed, "SignatureDoesNotMatch", 403},
    {AccessFault::ExpiredRequest, "RequestExpired", 403},
    {AccessFault::ExpiredToken, "ExpiredToken", 403},
    {AccessFault::InvalidToken, "InvalidClientTokenId", 403},
    {AccessFault::MalformedPolicy, "MalformedPolicyDocument", 400},
    {AccessFault::NoSuchIdentity, "NoSuchEntity", 404},
    {AccessFault::NoSuchAccessKey, "NoSuchEntity", 404},
    {AccessFault::QuotaExceeded, "LimitExceeded", 409},
    {AccessFault::LimitExceeded, "Throttling", 503},
    {AccessFault::PackedPolicyTooLarge, "PackedPolicyTooLarge", 400},
};

void check_parameters(const ServedOperation& operation, const Operation& op) {
  for (const auto& [parameter, value] : op.form) {
    const std::string name = parameter.substr(0, parameter.find('.'));
    if (has_word("Action Version", name) || has_word(operation.heeds, name)) continue;
    throw QueryError(400, "ValidationError",
                     "{} has the parameter {}, which this server does not heed", operation.name,
                     parameter);
  }
}

}  // namespace

bool QueryDialect::is_spoken_by(const ServerRequest& request) const {
  return of_.takes_unsigned_forms && request.method == "POST" && request.path == "/" &&
         request.header("content-type").starts_with(kForm);
}

void QueryDialect::answer(Services& services, Call& call) const {
  const std::string body = signed_body(services, call);
  if (call.request.method != "POST" || call.request.path != "/") {
    throw QueryError(400, "MissingAction", "a call of {} is a form that is posted to /", of_.name);
  }
  Operation op{services, call, parse_form(body)};
  const std::string name = op.text("Action");
  const ServedOperation* operation = find_operation(of_.operations, name);
  if (operation == nullptr) {
    throw QueryError(400, "InvalidAction",
                     "Could not find operation {}; {} has none of this name on this server", name,
                     of_.name);
  }
  call.begin(operation->name, operation->action);
  check_parameters(*operation, op);
  XmlWriter xml(name + "Response", of_.xml_namespace);
  if (of_.is_ec2) {
    xml.element("requestId", call.request.id);
    operation->handler(op, xml);
  } else {
    xml.open(name + "Result");
    operation->handler(op, xml);
    xml.close().open("ResponseMetadata").element("RequestId", call.request.id).close();
  }
  call.answer.send(200, {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", call.request.id}},
                   xml.finish());
}

std::span<const ErrorRow> errors() {
  return kErrors;
}

void QueryDialect::answer_failure(Call& call, const Failure& failure) const {
  std::string document;
  if (of_.is_ec2) {
    XmlWriter xml("Response");
    xml.open("Errors")
        .open("Error")
        .element("Code", failure.code)
        .element("Message", failure.message)
        .close()
        .close();
    document = xml.element("RequestID", call.request.id).finish();
  } else {
    XmlWriter xml("ErrorResponse");
    xml.open("Error")
        .element("Type", failure.status < 500 ? "Sender" : "Receiver")
        .element("Code", failure.code)
        .element("Message", failure.message)
        .close();
    document = xml.element("RequestId", call.request.id).finish();
  }
  call.answer.send(failure.status,
                   {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", call.request.id}}, document);
}

}  // namespace sempurna::query
