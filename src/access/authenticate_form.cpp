#include "access/authenticate_form.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>

#include "access/access_error.h"
#include "base/digest.h"

namespace sempurna {

namespace {

using Fields = std::map<std::string, std::string>;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::array<std::string_view, 4> kOfV4 = {"x-amz-algorithm", "x-amz-credential",
                                                   "x-amz-date", "x-amz-signature"};
constexpr std::array<std::string_view, 2> kOfV2 = {"awsaccesskeyid", "signature"};
constexpr auto kSkew = std::chrono::minutes(15);
// As long as a presigned request may be good for.
constexpr auto kLongest = std::chrono::hours(7 * 24);

template <typename... Args>
[[noreturn]] void malformed(fmt::format_string<Args...> format, Args&&... args) {
  throw AccessError(AccessFault::MalformedForm, format, std::forward<Args>(args)...);
}

const std::string& field(const Fields& fields, std::string_view name) {
  const auto found = fields.find(std::string(name));
  if (found == fields.end() || found->second.empty()) {
    malformed("Bucket POST must contain a field named '{}'", name);
  }
  return found->second;
}

std::string optional_field(const Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

template <size_t N>
bool has_any(const Fields& fields, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return fields.contains(std::string(name)); });
}

std::optional<Time> parse_basic_time(const std::string& text) {
  std::tm parts{};
  const char* end = ::strptime(text.c_str(), "%Y%m%dT%H%M%SZ", &parts);
  if (end == nullptr || *end != '\0' || text.size() != 16) return std::nullopt;
  return Time(std::chrono::seconds(::timegm(&parts)));
}

struct Credential {
  std::string access_key_id;
  Scope scope;
};

// KEY/DATE/REGION/s3/aws4_request
Credential parse_credential(const std::string& text) {
  std::array<std::string, 5> parts;
  size_t at = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    const size_t slash = text.find('/', at);
    const bool is_last = i + 1 == parts.size();
    if ((slash == std::string::npos) != is_last) at = text.size();
    parts[i] = text.substr(at, slash - at);
    at = slash + 1;
  }
  if (parts[0].empty() || parts[3] != "s3" || parts[4] != "aws4_request") {
    malformed("the credential '{}' is not of the form KEY/DATE/REGION/s3/aws4_request", text);
  }
  return {parts[0], {parts[1], parts[2], parts[3]}};
}

void check_moment(const std::string& text, const Scope& scope, Time now) {
  const auto signed_at = parse_basic_time(text);
  if (!signed_at || text.substr(0, 8) != scope.date) {
    malformed(
        "x-amz-date is '{}', but must be of the form 20260102T030405Z, of the credential's "
        "date {}",
        text, scope.date);
  }
  if (*signed_at > now + kSkew || *signed_at + kLongest < now) {
    throw AccessError(AccessFault::ExpiredRequest,
                      "the form was signed at {}, but the server's time is {}, and a form is good "
                      "for seven days at most",
                      iso_time(*signed_at), iso_time(now));
  }
}

}  // namespace

bool is_signed_form(const Fields& fields) {
  return has_any(fields, kOfV4) || has_any(fields, kOfV2);
}

Authenticated authenticate_form(const Fields& fields, const SignatureRules& rules,
                                const KeyLookup& keys, Time now) {
  if (has_any(fields, kOfV4) && has_any(fields, kOfV2)) {
    malformed("the form is signed by V4 and by V2; sign it once");
  }
  const std::string& policy = field(fields, "policy");
  const std::string token = optional_field(fields, "x-amz-security-token");
  std::string expected;
  std::string given;
  KnownKey key;
  if (has_any(fields, kOfV4)) {
    if (const std::string& algorithm = field(fields, "x-amz-algorithm"); algorithm != kAlgorithm) {
      malformed("x-amz-algorithm is '{}', but must be {}", algorithm, kAlgorithm);
    }
    const Credential credential = parse_credential(field(fields, "x-amz-credential"));
    if (credential.scope.region != rules.region) {
      malformed("the region '{}' is wrong; expecting '{}'", credential.scope.region, rules.region);
    }
    check_moment(field(fields, "x-amz-date"), credential.scope, now);
    given = field(fields, "x-amz-signature");
    key = keys(credential.access_key_id, token);
    expected = signature(signing_key(key.secret, credential.scope), policy);
  } else if (!rules.allow_v2) {
    throw AccessError(AccessFault::AccessDenied,
                      "Signature V2 is switched off on this server; sign with {}", kAlgorithm);
  } else {
    given = field(fields, "signature");
    key = keys(field(fields, "awsaccesskeyid"), token);
    expected = signature_v2(key.secret, policy);
  }
  if (!equal_in_constant_time(expected, given)) {
    throw AccessError(AccessFault::SignatureDoesNotMatch,
                      "the signature is not the one that this policy has under the secret of {}; "
                      "check the secret key and the signing method",
                      key.caller.access_key_id);
  }
  Authenticated result;
  result.caller = key.caller;
  result.service = "s3";
  result.auth_type = "POST";
  result.signature_version = has_any(fields, kOfV4) ? kAlgorithm : "AWS";
  result.content_sha256 = "UNSIGNED-PAYLOAD";
  return result;
}

}  // namespace sempurna
