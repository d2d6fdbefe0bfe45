#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace sempurna {

struct Header {
  std::string name;  ///< as it was received; compared without regard to case
  std::string value;
};

/// The parts of a request that a signature covers, as they were sent: nothing decoded, no header
/// dropped or rewritten.
struct SignableRequest {
  std::string method;
  std::string path;   ///< percent-encoded
  std::string query;  ///< what follows the question mark
  std::vector<Header> headers;

  /// The value of the only header of this name, or empty. See count_of.
  std::string header(std::string_view name) const;
  size_t count_of(std::string_view name) const;
};

/// What a Signature V4 is valid for.
struct Scope {
  std::string date;  ///< YYYYMMDD
  std::string region;
  std::string service;
  std::string text() const;  ///< date/region/service/aws4_request
};

struct Credentials {
  std::string access_key_id;
  std::string secret;
  std::string session_token;  ///< empty: a lasting key
};

/// A query's parameters, percent-decoded, in the order they were sent.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);
/// As Signature V4 encodes: all but A-Z a-z 0-9 - . _ ~, and the slash when `keep_slash`.
std::string percent_encode(std::string_view text, bool keep_slash = false);
/// Percent-decoding, "+" left as it is; an invalid escape stays as it stands.
std::string percent_decode(std::string_view text);

/// Step 1. `signed_headers` are in lower case and sorted. The service s3 decodes the path and
/// encodes it again; all others encode it once more as it was sent. X-Amz-Signature is left out of
/// the query. Source: AWS, "Create a signed AWS API request".
std::string canonical_request(const SignableRequest& request,
                              const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, std::string_view service);
/// Step 2. `time` as 20260102T030405Z.
std::string string_to_sign(std::string_view time, const Scope& scope, std::string_view canonical);
/// Steps 3 and 4.
std::string signing_key(std::string_view secret, const Scope& scope);
std::string signature(std::string_view signing_key, std::string_view string_to_sign);

/// The text that Signature V2 signs for a query with Expires (presigned by old clients).
/// `resource` is /bucket/key as sent. Of the query, those parameters count that V2 covers.
/// Source: AWS, "Signing and authenticating REST requests".
std::string string_to_sign_v2(const SignableRequest& request, std::string_view resource,
                              std::string_view expires);
bool signature_v2_covers(std::string_view parameter);
std::string signature_v2(std::string_view secret, std::string_view string_to_sign);

/// Adds X-Amz-Date, X-Amz-Content-Sha256 (of s3), X-Amz-Security-Token and Authorization.
/// `payload_hash` is hex, or UNSIGNED-PAYLOAD.
void sign(SignableRequest& request, const Credentials& credentials, const std::string& region,
          const std::string& service, Time time, std::string_view payload_hash);

/// The query of a presigned request for these seconds.
std::string presign(const SignableRequest& request, const Credentials& credentials,
                    const std::string& region, const std::string& service, Time time, int seconds);

}  // namespace sempurna
