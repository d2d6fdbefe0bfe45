#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>

#include "access/access_error.h"
#include "access/authenticate.h"
#include "base/sha256.h"

namespace sempurna {

using std::chrono::minutes;
using std::chrono::seconds;

inline const Time kNow(std::chrono::milliseconds(1767323045000));  // 2026-01-02T03:04:05Z
inline const Credentials kKey{"AKIAEXAMPLE", "secret", ""};
inline const std::string kBody = sha256_hex("body");

inline KnownKey lookup(const std::string& id, const std::string& token) {
  if (id != kKey.access_key_id) {
    throw AccessError(AccessFault::InvalidAccessKeyId, "no such key");
  }
  if (!token.empty() && token != "token") throw AccessError(AccessFault::InvalidToken, "no");
  KnownKey key;
  key.secret = kKey.secret;
  key.caller.identity = "ana";
  key.caller.access_key_id = id;
  return key;
}

inline SignableRequest put() {
  return {"PUT", "/bucket/a%20key", "", {{"Host", "127.0.0.1:8600"}, {"X-Amz-Meta-A", "1"}}};
}

inline SignableRequest signed_put(Time time = kNow, const std::string& region = "us-east-1",
                                  const std::string& service = "s3") {
  SignableRequest request = put();
  sign(request, kKey, region, service, time, kBody);
  return request;
}

inline SignableRequest presigned(int lifetime = 60, Time time = kNow) {
  SignableRequest request{"GET", "/bucket/key", "x-id=GetObject", {{"Host", "127.0.0.1:8600"}}};
  request.query = presign(request, kKey, "us-east-1", "s3", time, lifetime);
  return request;
}

inline SignableRequest presigned_v2(Time until) {
  SignableRequest request{"GET", "/bucket/key", "", {{"Host", "127.0.0.1:8600"}}};
  const std::string expires = std::to_string(until.time_since_epoch().count() / 1000);
  const std::string value =
      signature_v2(kKey.secret, string_to_sign_v2(request, "/bucket/key", expires));
  request.query =
      "AWSAccessKeyId=AKIAEXAMPLE&Expires=" + expires + "&Signature=" + percent_encode(value);
  return request;
}

inline std::function<std::string()> hash_of(std::string sha256) {
  return [=] { return sha256; };
}

inline Authenticated check(const SignableRequest& request, Time now = kNow) {
  return authenticate(request, {"us-east-1"}, lookup, now);
}

inline std::string& header(SignableRequest& request, std::string_view name) {
  for (auto& one : request.headers) {
    if (one.name == name) return one.value;
  }
  throw std::logic_error("no such header");
}

inline void replace(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
}

inline void expect_fault(const SignableRequest& request, AccessFault fault, Time now = kNow) {
  try {
    check(request, now);
    ADD_FAILURE() << "was let in";
  } catch (const AccessError& error) {
    EXPECT_EQ(error.fault(), fault) << error.what();
  }
}

/// What is done to a signed request, and how it is refused then.
struct Trick {
  const char* name;
  std::function<void(SignableRequest&)> change;
  AccessFault fault;
};

inline constexpr auto kWrong = AccessFault::SignatureDoesNotMatch;
inline constexpr auto kForm = AccessFault::MalformedAuthorization;

}  // namespace sempurna
