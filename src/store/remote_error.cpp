#include "store/remote_error.h"

#include <pugixml.hpp>

#include "store/store_error.h"

namespace sempurna {

namespace {

struct Told {
  std::string code;
  std::string message;
  std::string region;
};

// HEAD has no body, so its status stands for the code.
Told read(const RemoteAnswer& answer) {
  Told told;
  pugi::xml_document document;
  if (document.load_buffer(answer.body.data(), answer.body.size())) {
    const auto error = document.child("Error");
    told = {error.child("Code").text().get(), error.child("Message").text().get(),
            error.child("Region").text().get()};
  }
  if (told.region.empty()) told.region = answer.header("x-amz-bucket-region");
  if (told.code.empty()) told.code = std::to_string(answer.status);
  return told;
}

}  // namespace

void throw_remote_error(const RemoteHttp& http, const RemoteAnswer& answer,
                        const std::string& bucket, const std::string& key) {
  const Told told = read(answer);
  const std::string place = "s3://" + bucket + (key.empty() ? "" : "/" + key);
  const bool elsewhere = told.code == "PermanentRedirect" || told.code == "301" ||
                         told.code == "AuthorizationHeaderMalformed" || told.code == "400";
  if (elsewhere && !told.region.empty() && told.region != http.region()) {
    throw Error(
        Code::InvalidArgument,
        "the bucket {} is in the region {}, but this job is in {}: the bucket must be in the "
        "same region; set AWS_REGION={}",
        bucket, told.region, http.region(), told.region);
  }
  if (told.code == "NoSuchBucket") {
    throw StoreError(StoreFault::NoSuchBucket, "there is no bucket {} at {}", bucket,
                     http.endpoint());
  }
  if (told.code == "NoSuchKey" || told.code == "404") {
    throw StoreError(StoreFault::NoSuchKey, "there is no {} at {}", place, http.endpoint());
  }
  if (told.code == "PreconditionFailed" || told.code == "412") {
    throw StoreError(StoreFault::PreconditionFailed, "{} was changed while it was read; try again",
                     place);
  }
  if (answer.status == 401 || answer.status == 403) {
    std::string remedy = "check the access key and what its policies allow";
    if (told.code == "ExpiredToken")
      remedy = "the temporary credentials have expired, get new ones";
    if (told.code == "RequestTimeTooSkewed") remedy = "set this machine's clock";
    throw Error(Code::Denied, "{} at {} may not be used ({}{}{}): {}", place, http.endpoint(),
                told.code, told.message.empty() ? "" : ": ", told.message, remedy);
  }
  throw Error(answer.status >= 500 ? Code::Unavailable : Code::InvalidArgument,
              "{} at {} answered {}{}{}", place, http.endpoint(), told.code,
              told.message.empty() ? "" : ": ", told.message);
}

}  // namespace sempurna
