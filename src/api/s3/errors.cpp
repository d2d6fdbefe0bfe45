#include "api/s3/s3.h"
#include "api/s3/s3_error.h"
#include "api/xml_writer.h"

namespace sempurna::s3 {

namespace {

consteval ErrorRow row(Fault fault, ErrorCode code) {
  return {fault, code.name, code.status};
}

constexpr ErrorRow kErrors[] = {
    row(Trouble::WrongRequest, "InvalidArgument"),
    row(Trouble::TooLarge, "EntityTooLarge"),
    row(Trouble::BrokenBody, "IncompleteBody"),
    row(Trouble::NotNow, "ServiceUnavailable"),
    row(Trouble::OurMistake, "InternalError"),

    row(StoreFault::NoSuchBucket, "NoSuchBucket"),
    row(StoreFault::NoSuchKey, "NoSuchKey"),
    row(StoreFault::NoSuchUpload, "NoSuchUpload"),
    row(StoreFault::BucketAlreadyOwnedByYou, "BucketAlreadyOwnedByYou"),
    row(StoreFault::BucketNotEmpty, "BucketNotEmpty"),
    row(StoreFault::InvalidBucketName, "InvalidBucketName"),
    row(StoreFault::InvalidKey, "KeyTooLongError"),
    row(StoreFault::InvalidPart, "InvalidPart"),
    row(StoreFault::InvalidPartOrder, "InvalidPartOrder"),
    row(StoreFault::EntityTooSmall, "EntityTooSmall"),
    row(StoreFault::EntityTooLarge, "EntityTooLarge"),
    row(StoreFault::QuotaExceeded, "QuotaExceeded"),
    row(StoreFault::PreconditionFailed, "PreconditionFailed"),
    row(StoreFault::BadDigest, "BadDigest"),
    row(StoreFault::Corrupt, "InternalError"),
    row(StoreFault::WrongKey, "InternalError"),
    row(StoreFault::DiskFull, "ServiceUnavailable"),

    row(AccessFault::AccessDenied, "AccessDenied"),
    row(AccessFault::MissingCredentials, "AccessDenied"),
    row(AccessFault::MalformedForm, "InvalidArgument"),
    row(AccessFault::MalformedAuthorization, "AuthorizationHeaderMalformed"),
    row(AccessFault::InvalidAccessKeyId, "InvalidAccessKeyId"),
    row(AccessFault::SignatureDoesNotMatch, "SignatureDoesNotMatch"),
    row(AccessFault::RequestTimeTooSkewed, "RequestTimeTooSkewed"),
    row(AccessFault::ExpiredRequest, "AccessDenied"),
    row(AccessFault::ExpiredToken, "ExpiredToken"),
    row(AccessFault::InvalidToken, "InvalidToken"),
    row(AccessFault::PayloadMismatch, "XAmzContentSHA256Mismatch"),
    row(AccessFault::MalformedPolicy, "MalformedPolicy"),
    row(AccessFault::NoSuchKey, "KMS.NotFoundException"),
    row(AccessFault::KeyDisabled, "KMS.DisabledException"),
    row(AccessFault::WrongKeyState, "KMS.KMSInvalidStateException"),
    row(AccessFault::InvalidCiphertext, "InternalError"),
    row(AccessFault::LimitExceeded, "SlowDown"),
};

// Which condition of a write did not hold: a request has one of the two.
std::string_view condition_of_write(const ServerRequest& request) {
  if (request.count_of("if-none-match") > 0) return "If-None-Match";
  return request.count_of("if-match") > 0 ? "If-Match" : "";
}

}  // namespace

std::span<const ErrorRow> errors() {
  return kErrors;
}

void answer_failure(Call& call, const Failure& failure) {
  auto details = failure.details;
  if (failure.fault == Fault(StoreFault::PreconditionFailed)) {
    if (const auto condition = condition_of_write(call.request); !condition.empty()) {
      details.emplace_back("Condition", condition);
    }
  }
  std::vector<Header> headers = {{"x-amz-request-id", call.request.id},
                                 {"x-amz-id-2", call.request.id}};
  for (const auto& [name, value] : details) {
    if (name == "Region") headers.push_back({"x-amz-bucket-region", value});
    if (name == "ETag") headers.push_back({"ETag", value});
  }
  if (failure.status == 304) return call.answer.start(failure.status, headers, std::nullopt);
  XmlWriter xml("Error");
  xml.element("Code", failure.code).element("Message", failure.message);
  for (const auto& [name, value] : details) {
    if (name != "ETag") xml.element(name, value);
  }
  xml.element("Resource", call.request.path)
      .element("RequestId", call.request.id)
      .element("HostId", call.request.id);
  headers.push_back({"Content-Type", "application/xml"});
  call.answer.send(failure.status, headers, xml.finish());
}

}  // namespace sempurna::s3
