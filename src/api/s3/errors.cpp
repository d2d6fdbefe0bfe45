#include <algorithm>

#include "access/access_error.h"
#include "access/authenticate.h"
#include "api/s3/s3.h"
#include "api/s3/s3_error.h"
#include "api/xml_writer.h"
#include "store/store_error.h"

namespace sempurna::s3 {

namespace {

template <typename Fault>
struct Row {
  Fault fault;
  ErrorCode code;
};

constexpr Row<StoreFault> kStoreCodes[] = {
    {StoreFault::NoSuchBucket, "NoSuchBucket"},
    {StoreFault::NoSuchKey, "NoSuchKey"},
    {StoreFault::NoSuchUpload, "NoSuchUpload"},
    {StoreFault::BucketAlreadyOwnedByYou, "BucketAlreadyOwnedByYou"},
    {StoreFault::BucketNotEmpty, "BucketNotEmpty"},
    {StoreFault::InvalidBucketName, "InvalidBucketName"},
    {StoreFault::InvalidKey, "KeyTooLongError"},
    {StoreFault::InvalidPart, "InvalidPart"},
    {StoreFault::InvalidPartOrder, "InvalidPartOrder"},
    {StoreFault::EntityTooSmall, "EntityTooSmall"},
    {StoreFault::EntityTooLarge, "EntityTooLarge"},
    {StoreFault::QuotaExceeded, "QuotaExceeded"},
    {StoreFault::PreconditionFailed, "PreconditionFailed"},
    {StoreFault::BadDigest, "BadDigest"},
    {StoreFault::Corrupt, "InternalError"},
    {StoreFault::WrongKey, "InternalError"},
    {StoreFault::DiskFull, "ServiceUnavailable"},
};

constexpr Row<AccessFault> kAccessCodes[] = {
    {AccessFault::AccessDenied, "AccessDenied"},
    {AccessFault::MissingCredentials, "AccessDenied"},
    {AccessFault::MalformedForm, "InvalidArgument"},
    {AccessFault::MalformedAuthorization, "AuthorizationHeaderMalformed"},
    {AccessFault::InvalidAccessKeyId, "InvalidAccessKeyId"},
    {AccessFault::SignatureDoesNotMatch, "SignatureDoesNotMatch"},
    {AccessFault::RequestTimeTooSkewed, "RequestTimeTooSkewed"},
    {AccessFault::ExpiredRequest, "AccessDenied"},
    {AccessFault::ExpiredToken, "ExpiredToken"},
    {AccessFault::InvalidToken, "InvalidToken"},
    {AccessFault::PayloadMismatch, "XAmzContentSHA256Mismatch"},
    {AccessFault::MalformedPolicy, "MalformedPolicy"},
    {AccessFault::NoSuchKey, "KMS.NotFoundException"},
    {AccessFault::KeyDisabled, "KMS.DisabledException"},
    {AccessFault::WrongKeyState, "KMS.KMSInvalidStateException"},
    {AccessFault::InvalidCiphertext, "InternalError"},
    {AccessFault::LimitExceeded, "SlowDown"},
};

template <typename Fault, size_t N>
ErrorCode code_of(const Row<Fault> (&rows)[N], Fault fault, ErrorCode otherwise) {
  const auto* row =
      std::find_if(rows, rows + N, [&](const Row<Fault>& one) { return one.fault == fault; });
  return row == rows + N ? otherwise : row->code;
}

ErrorCode code_of(Code code) {
  switch (code) {
    case Code::ResourceLimit:
    case Code::Unavailable:
    case Code::Denied:  // to us, by the system: whoever asked is denied by an AccessError
      return "ServiceUnavailable";
    case Code::InvalidArgument:
      return "InvalidArgument";
    default:
      return "InternalError";
  }
}

ErrorCode code_of(const Error& error) {
  if (const auto* store = dynamic_cast<const StoreError*>(&error)) {
    return code_of(kStoreCodes, store->fault(), "InternalError");
  }
  if (const auto* access = dynamic_cast<const AccessError*>(&error)) {
    return code_of(kAccessCodes, access->fault(), "AccessDenied");
  }
  return code_of(error.code());
}

// Which condition of a write did not hold: a request has one of the two.
std::string_view condition_of_write(const ServerRequest& request) {
  if (request.count_of("if-none-match") > 0) return "If-None-Match";
  return request.count_of("if-match") > 0 ? "If-Match" : "";
}

}  // namespace

void answer_error(Call& call, const std::exception& thrown) {
  ErrorCode code = "InternalError";
  // What we did wrong ourselves is for the log, not for whoever asked.
  std::string message = "The server failed; its log says why";
  std::vector<std::pair<std::string, std::string>> details;
  if (const auto* error = dynamic_cast<const S3Error*>(&thrown)) {
    code = error->answered;
    message = error->what();
    details = error->details;
  } else if (const auto* http = dynamic_cast<const HttpError*>(&thrown)) {
    code = http->status() == 413 ? ErrorCode("EntityTooLarge") : ErrorCode("IncompleteBody");
    message = http->what();
  } else if (const auto* error = dynamic_cast<const Error*>(&thrown)) {
    code = code_of(*error);
    const auto* store = dynamic_cast<const StoreError*>(error);
    if (store != nullptr && store->fault() == StoreFault::DiskFull) {
      message = "The server's disk is full; free some space and try again";
    } else if (code.name == "ServiceUnavailable") {
      message = "The server cannot do this now; its log says why";
    } else if (code.name != "InternalError") {
      message = error->what();
    }
    if (store != nullptr && store->fault() == StoreFault::PreconditionFailed) {
      if (const auto condition = condition_of_write(call.request); !condition.empty()) {
        details.emplace_back("Condition", condition);
      }
    }
  }
  if (const auto* wrong = dynamic_cast<const WrongRegion*>(&thrown)) {
    details.emplace_back("Region", wrong->expected);
  }
  const int status = code.status;
  if (!call.audit.allowed && call.audit.why.empty()) call.audit.why = message;

  std::vector<Header> headers = {{"x-amz-request-id", call.request.id},
                                 {"x-amz-id-2", call.request.id}};
  for (const auto& [name, value] : details) {
    if (name == "Region") headers.push_back({"x-amz-bucket-region", value});
    if (name == "ETag") headers.push_back({"ETag", value});
  }
  if (status == 304) return call.answer.start(status, headers, std::nullopt);
  XmlWriter xml("Error");
  xml.element("Code", code.name).element("Message", message);
  for (const auto& [name, value] : details) {
    if (name != "ETag") xml.element(name, value);
  }
  xml.element("Resource", call.request.path)
      .element("RequestId", call.request.id)
      .element("HostId", call.request.id);
  headers.push_back({"Content-Type", "application/xml"});
  call.answer.send(status, headers, xml.finish());
}

}  // namespace sempurna::s3
