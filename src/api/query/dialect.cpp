#include "api/query/dialect.h"

#include <algorithm>
#include <array>

#include "access/access_error.h"
#include "api/signed_call.h"
#include "api/words.h"

namespace sempurna::query {

namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

// Source: AWS STS API Reference, "Common Errors", and IAM's.
struct Fault {
  AccessFault fault;
  int status;
  std::string_view code;
};
constexpr std::array kFaults = {
    Fault{AccessFault::AccessDenied, 403, "AccessDenied"},
    Fault{AccessFault::MissingCredentials, 403, "MissingAuthenticationToken"},
    Fault{AccessFault::MalformedAuthorization, 400, "IncompleteSignature"},
    Fault{AccessFault::InvalidAccessKeyId, 403, "InvalidClientTokenId"},
    Fault{AccessFault::SignatureDoesNotMatch, 403, "SignatureDoesNotMatch"},
    Fault{AccessFault::RequestTimeTooSkewed, 403, "SignatureDoesNotMatch"},
    Fault{AccessFault::ExpiredRequest, 403, "RequestExpired"},
    Fault{AccessFault::ExpiredToken, 403, "ExpiredToken"},
    Fault{AccessFault::InvalidToken, 403, "InvalidClientTokenId"},
    Fault{AccessFault::MalformedPolicy, 400, "MalformedPolicyDocument"},
    Fault{AccessFault::NoSuchIdentity, 404, "NoSuchEntity"},
    Fault{AccessFault::NoSuchAccessKey, 404, "NoSuchEntity"},
    Fault{AccessFault::QuotaExceeded, 409, "LimitExceeded"},
    Fault{AccessFault::LimitExceeded, 503, "Throttling"},
    Fault{AccessFault::PackedPolicyTooLarge, 400, "PackedPolicyTooLarge"},
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

void QueryDialect::answer_error(Call& call, const std::exception& thrown) const {
  int status = 500;
  std::string code = "InternalFailure";
  std::string message = "The server failed; its log says why";
  if (const auto* error = dynamic_cast<const QueryError*>(&thrown)) {
    status = error->status;
    code = error->code_name;
    message = error->what();
  } else if (const auto* access = dynamic_cast<const AccessError*>(&thrown)) {
    const auto found = std::find_if(kFaults.begin(), kFaults.end(), [&](const Fault& fault) {
      return fault.fault == access->fault();
    });
    status = found == kFaults.end() ? 400 : found->status;
    code = found == kFaults.end() ? "ValidationError" : found->code;
    message = access->what();
  } else if (const auto* error = dynamic_cast<const Error*>(&thrown);
             error != nullptr && error->code() != Code::Internal &&
             error->code() != Code::DataCorrupt) {
    const bool passes = error->code() == Code::Unavailable || error->code() == Code::ResourceLimit;
    status = passes ? 503 : 400;
    code = passes ? "ServiceUnavailable" : "ValidationError";
    message = error->what();
  }
  if (!call.audit.allowed && call.audit.why.empty()) call.audit.why = message;
  std::string document;
  if (of_.is_ec2) {
    XmlWriter xml("Response");
    xml.open("Errors")
        .open("Error")
        .element("Code", code)
        .element("Message", message)
        .close()
        .close();
    document = xml.element("RequestID", call.request.id).finish();
  } else {
    XmlWriter xml("ErrorResponse");
    xml.open("Error")
        .element("Type", status < 500 ? "Sender" : "Receiver")
        .element("Code", code)
        .element("Message", message)
        .close();
    document = xml.element("RequestId", call.request.id).finish();
  }
  call.answer.send(status, {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", call.request.id}},
                   document);
}

}  // namespace sempurna::query
