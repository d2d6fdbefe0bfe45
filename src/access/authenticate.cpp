#include "access/authenticate.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/access_error.h"
#include "base/ascii.h"
#include "base/digest.h"
#include "base/number.h"
#include "base/sha256.h"

namespace sempurna {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr auto kSkew = std::chrono::minutes(15);
constexpr int64_t kLongestPresigned = 604800;

template <typename... Args>
[[noreturn]] void malformed(fmt::format_string<Args...> format, Args&&... args) {
  throw AccessError(AccessFault::MalformedAuthorization, format, std::forward<Args>(args)...);
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = text.find(at);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// 20260102T030405Z
Time parse_basic_time(const std::string& text) {
  const auto field = [&](size_t at, size_t length) {
    const auto value = read_number<int64_t>(std::string_view(text).substr(at, length));
    return value && *value >= 0 ? static_cast<int>(*value) : -1;
  };
  if (text.size() == 16 && text[8] == 'T' && text[15] == 'Z') {
    const std::chrono::year_month_day date{std::chrono::year(field(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(field(4, 2))),
                                           std::chrono::day(static_cast<unsigned>(field(6, 2)))};
    const int hour = field(9, 2);
    const int minute = field(11, 2);
    const int second = field(13, 2);
    if (date.ok() && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
        second < 60) {
      return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
             std::chrono::seconds(second);
    }
  }
  malformed("the date '{}' is not of the form 20260102T030405Z", text);
}

/// What a Signature V4 says, from the header or the query.
struct Claim {
  std::string access_key_id;
  Scope scope;
  std::string moment;
  std::vector<std::string> signed_headers;
  std::string signature;
  std::string token;
};

void read_credential(const std::string& text, Claim& claim) {
  const auto parts = split(text, '/');
  if (parts.size() != 5 || parts[4] != "aws4_request" || parts[0].empty()) {
    malformed("the credential '{}' is not of the form KEY/DATE/REGION/SERVICE/aws4_request", text);
  }
  claim.access_key_id = parts[0];
  claim.scope = {parts[1], parts[2], parts[3]};
}

// Parameters of a query by name, each at most once among those that sign it.
using Parameters = std::multimap<std::string, std::string>;

std::string single(const Parameters& parameters, const std::string& name) {
  const auto count = parameters.count(name);
  if (count > 1) malformed("the query parameter {} is given {} times; give it once", name, count);
  return count == 1 ? parameters.find(name)->second : std::string();
}

std::string single_header(const SignableRequest& request, std::string_view name) {
  const size_t count = request.count_of(name);
  if (count > 1) malformed("the header {} is sent {} times; send it once", name, count);
  return request.header(name);
}

Claim claim_of_header(const SignableRequest& request) {
  const std::string text = single_header(request, "authorization");
  if (text.starts_with("AWS ")) {
    malformed("Signature V2 in the Authorization header is not supported; sign with {}",
              kAlgorithm);
  }
  if (!text.starts_with(std::string(kAlgorithm) + " ")) {
    malformed("the Authorization header does not begin with {}", kAlgorithm);
  }
  Claim claim;
  std::set<std::string> seen;
  for (const auto& part : split(std::string_view(text).substr(kAlgorithm.size() + 1), ',')) {
    const auto first = part.find_first_not_of(' ');
    const auto equals = part.find('=');
    if (first == std::string::npos || equals == std::string::npos) {
      malformed("the Authorization header has an empty part");
    }
    const std::string name = part.substr(first, equals - first);
    std::string value = part.substr(equals + 1);
    while (value.ends_with(' ')) value.pop_back();
    if (!seen.insert(name).second) malformed("the Authorization header has two {}", name);
    if (name == "Credential") {
      read_credential(value, claim);
    } else if (name == "SignedHeaders") {
      claim.signed_headers = split(value, ';');
    } else if (name == "Signature") {
      claim.signature = value;
    } else {
      malformed("the Authorization header has a part '{}', which is not known", name);
    }
  }
  if (seen.size() != 3) {
    malformed("the Authorization header needs Credential, SignedHeaders and Signature");
  }
  claim.moment = single_header(request, "x-amz-date");
  if (claim.moment.empty()) malformed("the header X-Amz-Date is missing");
  claim.token = single_header(request, "x-amz-security-token");
  return claim;
}

Claim claim_of_query(const Parameters& parameters) {
  if (single(parameters, "X-Amz-Algorithm") != kAlgorithm) {
    malformed("X-Amz-Algorithm must be {}", kAlgorithm);
  }
  Claim claim;
  read_credential(single(parameters, "X-Amz-Credential"), claim);
  claim.moment = single(parameters, "X-Amz-Date");
  claim.signed_headers = split(single(parameters, "X-Amz-SignedHeaders"), ';');
  claim.signature = single(parameters, "X-Amz-Signature");
  claim.token = single(parameters, "X-Amz-Security-Token");
  return claim;
}

void check_signed_headers(const SignableRequest& request, const Claim& claim) {
  const auto& names = claim.signed_headers;
  if (!std::is_sorted(names.begin(), names.end())) malformed("SignedHeaders are not sorted");
  if (std::adjacent_find(names.begin(), names.end()) != names.end()) {
    malformed("SignedHeaders name a header twice");
  }
  const std::set<std::string> all(names.begin(), names.end());
  if (!all.contains("host")) malformed("the header Host must be signed");
  for (const auto& name : names) {
    if (name != lower_ascii(name)) malformed("SignedHeaders must be in lower case");
    const size_t count = request.count_of(name);
    if (count == 0) malformed("the header {} is signed but was not sent", name);
    if (count > 1) malformed("the signed header {} is sent {} times; send it once", name, count);
  }
  for (const auto& header : request.headers) {
    const std::string name = lower_ascii(header.name);
    if (name.starts_with("x-amz-") && !all.contains(name)) {
      throw AccessError(AccessFault::AccessDenied,
                        "the header {} was sent but not signed; sign every x-amz- header", name);
    }
  }
}

void check_scope(const Claim& claim, const SignatureRules& rules) {
  const Scope& scope = claim.scope;
  if (scope.service != rules.service) {
    malformed("the service '{}' in the credential is wrong; expecting '{}'", scope.service,
              rules.service);
  }
  // AWS's global services are signed for us-east-1 wherever they are called from.
  const bool global = scope.service == "iam" || scope.service == "sts";
  if (scope.region != rules.region && !(global && scope.region == "us-east-1")) {
    throw WrongRegion(scope.region, rules.region);
  }
  if (scope.date != claim.moment.substr(0, 8)) {
    malformed("the credential's date {} is not that of the request, {}", scope.date, claim.moment);
  }
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// What a signature covers of the body, and how the body is to be read.
PayloadPromise promise_of(const std::string& hash) {
  static const std::map<std::string_view, PayloadPromise::Kind> kKinds = {
      {"UNSIGNED-PAYLOAD", PayloadPromise::Kind::Unsigned},
      {"STREAMING-UNSIGNED-PAYLOAD-TRAILER", PayloadPromise::Kind::UnsignedChunksTrailer},
      {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", PayloadPromise::Kind::SignedChunks},
      {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", PayloadPromise::Kind::SignedChunksTrailer}};
  PayloadPromise promise;
  if (const auto found = kKinds.find(hash); found != kKinds.end()) {
    promise.kind = found->second;
  } else if (is_sha256(hash)) {
    promise.kind = PayloadPromise::Kind::Sha256;
    promise.sha256 = hash;
  } else {
    malformed(
        "x-amz-content-sha256 is '{}', but must be UNSIGNED-PAYLOAD, a STREAMING- form, or "
        "64 hexadecimal digits in lower case",
        hash);
  }
  return promise;
}

[[noreturn]] void wrong_signature(const std::string& access_key_id) {
  throw AccessError(AccessFault::SignatureDoesNotMatch,
                    "the signature is not the one that this request has under the secret of {}; "
                    "check the secret key and the signing method",
                    access_key_id);
}

Authenticated verify(const SignableRequest& request, const Claim& claim, const std::string& hash,
                     const KnownKey& key) {
  const std::string signing = signing_key(key.secret, claim.scope);
  const std::string canonical =
      canonical_request(request, claim.signed_headers, hash, claim.scope.service);
  const std::string expected =
      signature(signing, string_to_sign(claim.moment, claim.scope, canonical));
  if (!equal_in_constant_time(expected, claim.signature)) wrong_signature(claim.access_key_id);
  Authenticated result;
  result.caller = key.caller;
  result.service = claim.scope.service;
  result.signature_version = kAlgorithm;
  result.signed_at = parse_basic_time(claim.moment);
  result.content_sha256 = hash;
  result.payload = promise_of(hash);
  result.payload.seed_signature = claim.signature;
  result.payload.signing_key = signing;
  result.payload.time = claim.moment;
  result.payload.scope = claim.scope;
  return result;
}

std::string describe_skew(Time sent, Time now) {
  return fmt::format("the request's time is {} and the server's {}", iso_time(sent), iso_time(now));
}

Authenticated by_header(const SignableRequest& request, const SignatureRules& rules,
                        const KeyLookup& keys, Time now,
                        const std::function<std::string()>& body_sha256) {
  const Claim claim = claim_of_header(request);
  check_scope(claim, rules);
  check_signed_headers(request, claim);
  const Time sent = parse_basic_time(claim.moment);
  if (sent > now + kSkew || sent < now - kSkew) {
    throw AccessError(AccessFault::RequestTimeTooSkewed,
                      "{}, more than 15 minutes apart; set the clock", describe_skew(sent, now));
  }
  const KnownKey key = keys(claim.access_key_id, claim.token);
  std::string hash = single_header(request, "x-amz-content-sha256");
  if (hash.empty()) {
    if (claim.scope.service == "s3") malformed("the header x-amz-content-sha256 is missing");
    hash = body_sha256 ? body_sha256() : sha256_hex("");
  }
  Authenticated result = verify(request, claim, hash, key);
  result.auth_type = "REST-HEADER";
  return result;
}

Authenticated by_query(const SignableRequest& request, const Parameters& parameters,
                       const SignatureRules& rules, const KeyLookup& keys, Time now,
                       const std::function<std::string()>& body_sha256) {
  QueryHeaders query = query_headers(request, parameters);
  const Claim claim = claim_of_query(parameters);
  check_scope(claim, rules);
  check_signed_headers(request, claim);
  const Time signed_at = parse_basic_time(claim.moment);
  const auto seconds = read_number<int64_t>(single(parameters, "X-Amz-Expires"));
  if (!seconds || *seconds < 1 || *seconds > kLongestPresigned) {
    malformed("X-Amz-Expires must be a whole number of seconds from 1 to {}", kLongestPresigned);
  }
  if (signed_at > now + kSkew) {
    throw AccessError(AccessFault::ExpiredRequest, "Request is not valid yet: {}",
                      describe_skew(signed_at, now));
  }
  if (signed_at + std::chrono::seconds(*seconds) < now) {
    throw AccessError(AccessFault::ExpiredRequest, "Request has expired: it was valid until {}",
                      iso_time(signed_at + std::chrono::seconds(*seconds)));
  }
  const KnownKey key = keys(claim.access_key_id, claim.token);
  std::string hash = single_header(request, "x-amz-content-sha256");
  if (hash.empty()) hash = single(parameters, "X-Amz-Content-Sha256");
  if (hash.empty()) {
    hash = claim.scope.service == "s3" ? "UNSIGNED-PAYLOAD"
           : body_sha256               ? body_sha256()
                                       : sha256_hex("");
  }
  Authenticated result = verify(request, claim, hash, key);
  result.is_presigned = true;
  result.query = std::move(query);
  result.auth_type = "REST-QUERY-STRING";
  return result;
}

Authenticated by_query_v2(const SignableRequest& request, const Parameters& parameters,
                          const SignatureRules& rules, const KeyLookup& keys, Time now) {
  if (rules.service != "s3") malformed("Signature V2 is for s3 alone; sign with {}", kAlgorithm);
  if (!rules.allow_v2) {
    throw AccessError(AccessFault::AccessDenied,
                      "Signature V2 is switched off on this server; sign with {}", kAlgorithm);
  }
  const std::string id = single(parameters, "AWSAccessKeyId");
  const std::string expires = single(parameters, "Expires");
  const auto until = read_number<int64_t>(expires);
  if (!until || *until < 0 || *until > int64_t{1} << 40) {
    malformed("Expires is '{}', but must be seconds since 1970", expires);
  }
  if (Time(std::chrono::seconds(*until)) < now) {
    throw AccessError(AccessFault::ExpiredRequest, "Request has expired: it was valid until {}",
                      iso_time(Time(std::chrono::seconds(*until))));
  }
  QueryHeaders query = query_headers_v2(request, parameters);
  SignableRequest whole = request;
  whole.headers.insert(whole.headers.end(), query.headers.begin(), query.headers.end());
  // What is signed joined together must not be read as the first of several.
  for (const auto& header : whole.headers) {
    const std::string name = lower_ascii(header.name);
    if (name.starts_with("x-amz-") || name == "content-md5" || name == "content-type") {
      single_header(whole, name);
    }
  }
  const KnownKey key = keys(id, whole.header("x-amz-security-token"));
  // Exactly the object that the request will be about: V2 does not sign the host, so what was
  // signed for a path must not be taken for the same path below another host's bucket.
  const std::string resource =
      (rules.host_bucket.empty() ? "" : "/" + rules.host_bucket) + request.path;
  const std::string expected =
      signature_v2(key.secret, string_to_sign_v2(whole, resource, expires));
  if (!equal_in_constant_time(expected, single(parameters, "Signature"))) wrong_signature(id);
  Authenticated result;
  result.caller = key.caller;
  result.service = "s3";
  result.is_presigned = true;
  result.query = std::move(query);
  result.auth_type = "REST-QUERY-STRING";
  result.signature_version = "AWS";
  result.content_sha256 = "UNSIGNED-PAYLOAD";
  return result;
}

/// The ways in which a request says that it is signed.
struct Ways {
  bool header;
  bool query;
  bool query_v2;

  int count() const { return header + query + query_v2; }
};

// By the names as they are once decoded: the signature is looked for by those.
Ways ways_of(const SignableRequest& request, const Parameters& parameters) {
  return {request.count_of("authorization") > 0,
          parameters.contains("X-Amz-Algorithm") || parameters.contains("X-Amz-Signature") ||
              parameters.contains("X-Amz-Credential"),
          parameters.contains("Signature") && parameters.contains("AWSAccessKeyId")};
}

Parameters parameters_of(const SignableRequest& request) {
  Parameters parameters;
  for (auto& [name, value] : parse_query(request.query)) parameters.emplace(name, value);
  return parameters;
}

Authenticated anonymous(const SignableRequest& request) {
  Authenticated result;
  const std::string hash = single_header(request, "x-amz-content-sha256");
  if (hash.empty()) return result;
  result.content_sha256 = hash;
  result.payload = promise_of(hash);
  if (result.payload.kind == PayloadPromise::Kind::SignedChunks ||
      result.payload.kind == PayloadPromise::Kind::SignedChunksTrailer) {
    malformed("the chunks are said to be signed, but the request is not");
  }
  return result;
}

}  // namespace

Authenticated authenticate(const SignableRequest& request, const SignatureRules& rules,
                           const KeyLookup& keys, Time now,
                           const std::function<std::string()>& body_sha256) {
  const Parameters parameters = parameters_of(request);
  const Ways ways = ways_of(request, parameters);
  if (ways.count() > 1) {
    malformed(
        "the request is signed in more than one way; sign it once, in the Authorization "
        "header or in the query");
  }
  if (ways.count() > 0 && request.count_of("host") != 1) {
    malformed("a signed request has one Host header");
  }
  if (ways.header) return by_header(request, rules, keys, now, body_sha256);
  if (ways.query) return by_query(request, parameters, rules, keys, now, body_sha256);
  if (ways.query_v2) return by_query_v2(request, parameters, rules, keys, now);
  return anonymous(request);
}

bool is_signed(const SignableRequest& request) {
  return ways_of(request, parameters_of(request)).count() > 0;
}

std::string signed_service(const SignableRequest& request) {
  const auto service_of = [](std::string_view credential) {
    const auto parts = split(credential, '/');
    return parts.size() == 5 ? parts[3] : std::string();
  };
  if (request.count_of("authorization") > 0) {
    constexpr std::string_view kName = "Credential=";
    const std::string text = request.header("authorization");
    if (text.starts_with("AWS ")) return "s3";  // V2
    const auto at = text.find(kName);
    if (at == std::string::npos) return "";
    const std::string credential = text.substr(at + kName.size());
    return service_of(credential.substr(0, credential.find_first_of(", ")));
  }
  const Parameters parameters = parameters_of(request);
  if (ways_of(request, parameters).query_v2) return "s3";
  const auto credential = parameters.find("X-Amz-Credential");
  return credential == parameters.end() ? "" : service_of(credential->second);
}

ChunkSignatures::ChunkSignatures(const PayloadPromise& promise)
    : promise_(promise), previous_(promise.seed_signature) {}

void ChunkSignatures::check_chunk(const std::string& sha256, const std::string& given) {
  const std::string text = "AWS4-HMAC-SHA256-PAYLOAD\n" + promise_.time + "\n" +
                           promise_.scope.text() + "\n" + previous_ + "\n" + sha256_hex("") + "\n" +
                           sha256;
  check(text, given, "chunk");
}

void ChunkSignatures::check_trailer(const std::string& canonical_trailers,
                                    const std::string& given) {
  const std::string text = "AWS4-HMAC-SHA256-TRAILER\n" + promise_.time + "\n" +
                           promise_.scope.text() + "\n" + previous_ + "\n" +
                           sha256_hex(canonical_trailers);
  check(text, given, "trailer");
}

void ChunkSignatures::check(const std::string& text, const std::string& given,
                            std::string_view what) {
  const std::string expected = signature(promise_.signing_key, text);
  if (!equal_in_constant_time(expected, given)) {
    throw AccessError(AccessFault::SignatureDoesNotMatch,
                      "the signature of a {} of the body is wrong: the body was changed on its way",
                      what);
  }
  previous_ = expected;
}

}  // namespace sempurna
