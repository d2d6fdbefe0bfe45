#include "signing/signature.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/digest.h"
#include "base/sha256.h"

namespace sempurna {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

/// Without spaces at the ends, runs of them inside made one.
std::string collapsed(std::string_view value) {
  std::string result;
  for (const char c : value) {
    const bool space = c == ' ' || c == '\t';
    if (space && (result.empty() || result.back() == ' ')) continue;
    result += space ? ' ' : c;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

std::string joined_values(const SignableRequest& request, std::string_view name) {
  std::string result;
  bool first = true;
  for (const auto& header : request.headers) {
    if (!same_but_for_case(header.name, name)) continue;
    result += (first ? "" : ",") + collapsed(header.value);
    first = false;
  }
  return result;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const auto& [name, value] : parse_query(query)) {
    if (name != "X-Amz-Signature")
      encoded.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) {
    text += (text.empty() ? "" : "&") + name + "=" + value;
  }
  return text;
}

std::string join(const std::vector<std::string>& words, char between) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

// Query parameters that are part of what Signature V2 calls the resource.
constexpr std::array<std::string_view, 39> kSubresources = {
    "accelerate",
    "acl",
    "analytics",
    "attributes",
    "cors",
    "delete",
    "encryption",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "partNumber",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "select",
    "select-type",
    "storageClass",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
};

}  // namespace

std::string SignableRequest::header(std::string_view name) const {
  for (const auto& header : headers) {
    if (same_but_for_case(header.name, name)) return header.value;
  }
  return {};
}

size_t SignableRequest::count_of(std::string_view name) const {
  return static_cast<size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [&](const Header& header) { return same_but_for_case(header.name, name); }));
}

std::string Scope::text() const {
  return date + "/" + region + "/" + service + "/aws4_request";
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view one = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (one.empty()) continue;
    const auto equals = one.find('=');
    parameters.emplace_back(
        percent_decode(one.substr(0, equals)),
        equals == std::string_view::npos ? std::string() : percent_decode(one.substr(equals + 1)));
  }
  return parameters;
}

std::string percent_encode(std::string_view text, bool keep_slash) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || (c == '/' && keep_slash);
    if (plain) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHex[byte >> 4];
    encoded += kHex[byte & 15];
  }
  return encoded;
}

std::string percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte =
        text[i] == '%' && i + 2 < text.size() ? decode_hex(text.substr(i + 1, 2)) : std::nullopt;
    if (!byte) {
      decoded += text[i];
      continue;
    }
    decoded += *byte;
    i += 2;
  }
  return decoded;
}

std::string canonical_request(const SignableRequest& request,
                              const std::vector<std::string>& signed_headers,
                              std::string_view payload_hash, std::string_view service) {
  const std::string path = request.path.empty() ? "/" : request.path;
  std::string text = request.method + "\n";
  // S3 decodes what came and encodes it again: what one client leaves as it is, another encodes.
  text += percent_encode(service == "s3" ? percent_decode(path) : path, true) + "\n";
  text += canonical_query(request.query) + "\n";
  for (const auto& name : signed_headers) text += name + ":" + joined_values(request, name) + "\n";
  text += "\n" + join(signed_headers, ';') + "\n";
  text += payload_hash;
  return text;
}

std::string string_to_sign(std::string_view time, const Scope& scope, std::string_view canonical) {
  std::string text(kAlgorithm);
  text += "\n";
  text += time;
  return text + "\n" + scope.text() + "\n" + sha256_hex(canonical);
}

std::string signing_key(std::string_view secret, const Scope& scope) {
  const std::string by_date = hmac_sha256("AWS4" + std::string(secret), scope.date);
  const std::string by_region = hmac_sha256(by_date, scope.region);
  return hmac_sha256(hmac_sha256(by_region, scope.service), "aws4_request");
}

std::string signature(std::string_view signing_key, std::string_view string_to_sign) {
  return encode_hex(hmac_sha256(signing_key, string_to_sign));
}

bool signature_v2_covers(std::string_view parameter) {
  return std::find(kSubresources.begin(), kSubresources.end(), parameter) != kSubresources.end();
}

std::string string_to_sign_v2(const SignableRequest& request, std::string_view resource,
                              std::string_view expires) {
  std::map<std::string, std::string> amz;
  std::map<std::string, std::string> plain = {{"content-md5", ""}, {"content-type", ""}};
  std::vector<std::string> subresources;
  for (const auto& header : request.headers) {
    const std::string name = lower_ascii(header.name);
    const std::string value = collapsed(header.value);
    if (const auto found = plain.find(name); found != plain.end()) found->second = value;
    if (!name.starts_with("x-amz-")) continue;
    std::string& all = amz[name];
    all += (all.empty() ? "" : ",") + value;
  }
  for (const auto& [name, value] : parse_query(request.query)) {
    if (signature_v2_covers(name)) {
      const bool bare =
          value.empty() && ("&" + request.query + "&").find("&" + name + "&") != std::string::npos;
      subresources.push_back(bare ? name : name + "=" + value);
    }
  }
  std::sort(subresources.begin(), subresources.end());
  std::string text = request.method + "\n" + plain["content-md5"] + "\n" + plain["content-type"];
  text += "\n";
  text += expires;
  text += "\n";
  for (const auto& [name, value] : amz) text += name + ":" + value + "\n";
  text += resource;
  if (!subresources.empty()) text += "?" + join(subresources, '&');
  return text;
}

std::string signature_v2(std::string_view secret, std::string_view string_to_sign) {
  return encode_base64(hmac_sha1(secret, string_to_sign));
}

void sign(SignableRequest& request, const Credentials& credentials, const std::string& region,
          const std::string& service, Time time, std::string_view payload_hash) {
  const std::string moment = basic_time(time);
  const Scope scope{moment.substr(0, 8), region, service};
  request.headers.push_back({"X-Amz-Date", moment});
  if (service == "s3")
    request.headers.push_back({"X-Amz-Content-Sha256", std::string(payload_hash)});
  if (!credentials.session_token.empty()) {
    request.headers.push_back({"X-Amz-Security-Token", credentials.session_token});
  }
  std::vector<std::string> names;
  for (const auto& header : request.headers) names.push_back(lower_ascii(header.name));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const std::string canonical = canonical_request(request, names, payload_hash, service);
  const std::string value =
      signature(signing_key(credentials.secret, scope), string_to_sign(moment, scope, canonical));
  request.headers.push_back(
      {"Authorization", std::string(kAlgorithm) + " Credential=" + credentials.access_key_id + "/" +
                            scope.text() + ", SignedHeaders=" + join(names, ';') +
                            ", Signature=" + value});
}

std::string presign(const SignableRequest& request, const Credentials& credentials,
                    const std::string& region, const std::string& service, Time time, int seconds) {
  const std::string moment = basic_time(time);
  const Scope scope{moment.substr(0, 8), region, service};
  SignableRequest whole = request;
  const auto add = [&](std::string_view name, std::string_view value) {
    whole.query +=
        (whole.query.empty() ? "" : "&") + std::string(name) + "=" + percent_encode(value);
  };
  add("X-Amz-Algorithm", kAlgorithm);
  add("X-Amz-Credential", credentials.access_key_id + "/" + scope.text());
  add("X-Amz-Date", moment);
  add("X-Amz-Expires", std::to_string(seconds));
  add("X-Amz-SignedHeaders", "host");
  if (!credentials.session_token.empty()) add("X-Amz-Security-Token", credentials.session_token);
  const std::string canonical = canonical_request(
      whole, {"host"}, service == "s3" ? "UNSIGNED-PAYLOAD" : sha256_hex(""), service);
  add("X-Amz-Signature",
      signature(signing_key(credentials.secret, scope), string_to_sign(moment, scope, canonical)));
  return whole.query;
}

}  // namespace sempurna
