#include "access/query_headers.h"

#include <algorithm>
#include <array>

#include "access/access_error.h"
#include "base/ascii.h"
#include "base/base64.h"
#include "base/digest.h"

namespace sempurna {

namespace {

using Parameters = std::multimap<std::string, std::string>;

constexpr std::array<std::string_view, 8> kOfSignature = {
    "X-Amz-Algorithm", "X-Amz-Content-Sha256", "X-Amz-Credential", "X-Amz-Date",
    "X-Amz-Expires",   "X-Amz-Security-Token", "X-Amz-Signature",  "X-Amz-SignedHeaders"};
constexpr std::array<std::string_view, 3> kOfSignatureV2 = {"AWSAccessKeyId", "Expires",
                                                            "Signature"};
constexpr std::array<std::string_view, 6> kContentHeaders = {
    "cache-control",    "content-disposition", "content-encoding",
    "content-language", "content-md5",         "content-type"};
constexpr std::string_view kToken = "x-amz-security-token";

template <typename... Args>
[[noreturn]] void malformed(fmt::format_string<Args...> format, Args&&... args) {
  throw AccessError(AccessFault::MalformedAuthorization, format, std::forward<Args>(args)...);
}

template <typename List>
bool contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool is_amz(std::string_view lower) {
  return lower.starts_with("x-amz-");
}

bool signs(const std::string& name) {
  if (contains(kOfSignature, name)) return true;
  for (const auto& known : kOfSignature) {
    if (same_but_for_case(known, name)) {
      malformed("the query parameter {} must be written {}", name, known);
    }
  }
  return false;
}

// RFC 9110, section 5.6.2: a token.
bool is_header_name(std::string_view name) {
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~") ==
         std::string_view::npos;
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// Whether a checksum is that of no bytes, as the AWS SDK for JavaScript presigns it.
bool is_of_nothing(std::string_view name, const std::string& value) {
  constexpr std::string_view kPrefix = "x-amz-checksum-";
  if (!name.starts_with(kPrefix)) return false;
  constexpr std::pair<std::string_view, DigestKind> kKinds[] = {
      {"crc32", DigestKind::Crc32},
      {"crc32c", DigestKind::Crc32c},
      {"crc64nvme", DigestKind::Crc64Nvme},
      {"sha1", DigestKind::Sha1},
      {"sha256", DigestKind::Sha256}};
  for (const auto& [known, kind] : kKinds) {
    if (name.substr(kPrefix.size()) == known) return value == encode_base64(digest(kind, ""));
  }
  return false;
}

// Takes a parameter that stands for the header `name`, unless that was sent with the same value.
void take(QueryHeaders& taken, const SignableRequest& request, const Parameters& parameters,
          const std::string& parameter, const std::string& name, const std::string& value) {
  if (!is_header_name(name)) malformed("the query parameter '{}' is no header's name", name);
  if (has_control_character(value)) {
    malformed("the query parameter {} holds a control character", name);
  }
  const bool twice = parameters.count(parameter) > 1 ||
                     std::any_of(taken.headers.begin(), taken.headers.end(),
                                 [&](const Header& other) { return other.name == name; });
  if (twice) malformed("the query parameter {} is given twice; give it once", name);
  taken.parameters.insert(parameter);
  if (const size_t sent = request.count_of(name); sent > 0) {
    if (!is_amz(name) && sent == 1 && request.header(name) == value) return;
    malformed("{} is in the query and among the headers too; send it once", name);
  }
  taken.headers.push_back({name, value});
}

}  // namespace

QueryHeaders query_headers(const SignableRequest& request, const Parameters& parameters) {
  QueryHeaders taken;
  for (const auto& [parameter, value] : parameters) {
    const std::string name = lower_ascii(parameter);
    if (!is_amz(name) && !contains(kContentHeaders, name)) continue;
    // The algorithm is told by the checksum's own name too.
    if (signs(parameter) || name == "x-amz-sdk-checksum-algorithm" || is_of_nothing(name, value)) {
      taken.parameters.insert(parameter);
      continue;
    }
    take(taken, request, parameters, parameter, name, value);
  }
  return taken;
}

QueryHeaders query_headers_v2(const SignableRequest& request, const Parameters& parameters) {
  QueryHeaders taken;
  taken.parameters.insert(kOfSignatureV2.begin(), kOfSignatureV2.end());
  for (const auto& [parameter, value] : parameters) {
    const std::string name = lower_ascii(parameter);
    if (is_amz(name) && name != kToken) {
      throw AccessError(AccessFault::AccessDenied,
                        "{} is in the query of a request with Signature V2; send it as a header, "
                        "or sign with V4",
                        name);
    }
    if (name != kToken && name != "content-md5" && name != "content-type") continue;
    take(taken, request, parameters, parameter, name, value);
  }
  return taken;
}

}  // namespace sempurna
