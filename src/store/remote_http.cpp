#include "store/remote_http.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/sha256.h"
#include "store/curl_handles.h"

namespace sempurna {

namespace {

constexpr int kTries = 5;
constexpr auto kFirstPause = std::chrono::milliseconds(200);
constexpr long kConnectSeconds = 15;
constexpr long kSilentSeconds = 60;

bool may_pass(const RemoteAnswer& answer) {
  return answer.status == 429 || answer.status == 500 || answer.status == 502 ||
         answer.status == 503 || answer.status == 504 ||
         answer.body.find("<Code>RequestTimeout</Code>") != std::string::npos;
}

struct Receiving {
  RemoteAnswer& answer;
  uint64_t largest;
  bool is_too_much = false;
};

size_t on_body(char* bytes, size_t size, size_t count, void* to) {
  auto& receiving = *static_cast<Receiving*>(to);
  const size_t given = size * count;
  receiving.is_too_much = receiving.answer.body.size() + given > receiving.largest;
  if (receiving.is_too_much) return 0;
  receiving.answer.body.append(bytes, given);
  return given;
}

size_t on_header(char* bytes, size_t size, size_t count, void* to) {
  auto& answer = *static_cast<RemoteAnswer*>(to);
  std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) answer.headers.clear();
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    line.remove_prefix(colon + 1);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    answer.headers[name] = line;
  }
  return size * count;
}

struct Sending {
  std::string_view left;
};

size_t on_send(char* into, size_t size, size_t count, void* from) {
  auto& sending = *static_cast<Sending*>(from);
  const size_t taken = std::min(size * count, sending.left.size());
  std::copy_n(sending.left.data(), taken, into);
  sending.left.remove_prefix(taken);
  return taken;
}

}  // namespace

std::string RemoteAnswer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

RemoteHttp::RemoteHttp(const AwsSettings& settings)
    : settings_(settings),
      endpoint_(settings.endpoint.empty() ? "https://s3." + settings.region + ".amazonaws.com"
                                          : settings.endpoint),
      handles_(std::make_unique<CurlHandles>()) {}

RemoteHttp::~RemoteHttp() = default;

RemoteAnswer RemoteHttp::send_once(const std::string& bucket, const RemoteRequest& request,
                                   std::string& failure) {
  const auto scheme_end = endpoint_.find("://");
  const std::string scheme = endpoint_.substr(0, scheme_end);
  std::string host = endpoint_.substr(scheme_end + 3);
  SignableRequest signable{request.method, request.path, request.query, request.headers};
  if (!bucket.empty() && settings_.path_style) signable.path = "/" + bucket + request.path;
  if (!bucket.empty() && !settings_.path_style) host = bucket + "." + host;
  signable.headers.push_back({"Host", host});
  if (settings_.credentials) {
    // Over TLS nobody can change the body, so it need not be read twice.
    const std::string hash = scheme == "https" && request.body.size() > 65536
                                 ? "UNSIGNED-PAYLOAD"
                                 : sha256_hex(request.body);
    sign(signable, *settings_.credentials, settings_.region, request.service, system_clock().now(),
         hash);
  }

  RemoteAnswer answer;
  CurlHandles::Handle curl = handles_->take();
  CurlHeaders headers;
  for (const auto& header : signable.headers) headers.add(header.name + ": " + header.value);
  // curl would add these by itself.
  headers.add("Expect:");
  if (request.body.empty()) headers.add("Content-Type:");
  std::string url = scheme + "://" + host + signable.path;
  if (!request.query.empty()) url += "?" + request.query;
  Sending sending{request.body};
  Receiving receiving{answer, request.largest_answer};
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.list());
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &receiving);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer);
  if (!settings_.only_certificate.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, settings_.only_certificate.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!settings_.ca_bundle.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_CAINFO, settings_.ca_bundle.c_str());
  }
  if (request.method == "HEAD") {
    curl_easy_setopt(curl.get(), CURLOPT_NOBODY, 1L);
  } else if (request.method == "PUT" || request.method == "POST") {
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, on_send);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &sending);
    curl_easy_setopt(curl.get(), CURLOPT_INFILESIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
  }
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, request.method.c_str());
  const CURLcode result = curl_easy_perform(curl.get());
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  if (receiving.is_too_much) {
    throw Error(Code::DataCorrupt,
                "{} answers {} {} with more than the {} bytes that it was asked for", endpoint_,
                request.method, signable.path, request.largest_answer);
  }
  if (result != CURLE_OK) {
    failure = curl_easy_strerror(result);
    return answer;
  }
  failure.clear();
  handles_->give(std::move(curl));
  return answer;
}

RemoteAnswer RemoteHttp::send(const std::string& bucket, const RemoteRequest& request) {
  auto pause = kFirstPause;
  std::string failure;
  for (int attempt = 1;; ++attempt) {
    RemoteAnswer answer = send_once(bucket, request, failure);
    if (failure.empty() && !may_pass(answer)) return answer;
    if (attempt == kTries) {
      if (failure.empty()) return answer;
      throw Error(Code::Unavailable,
                  "{} cannot be reached: {}; check AWS_ENDPOINT_URL and the network", endpoint_,
                  failure);
    }
    // A little at random, so that many do not come again at the same moment.
    const auto jitter = static_cast<unsigned char>(random_bytes(1)[0]);
    std::this_thread::sleep_for(pause + pause * jitter / 512);
    pause *= 2;
  }
}

}  // namespace sempurna
