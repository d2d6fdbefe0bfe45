#include "serving/model_client.h"

#include <new>

#include "store/curl_handles.h"

namespace sempurna {

namespace {

// libcurl is C: an exception must not pass through it.
size_t on_body(char* bytes, size_t size, size_t count, void* to) {
  try {
    static_cast<ModelAnswer*>(to)->body.append(bytes, size * count);
  } catch (const std::bad_alloc&) {
    return 0;
  }
  return size * count;
}

}  // namespace

ModelClient::ModelClient(fs::path socket)
    : socket_(std::move(socket)), handles_(std::make_unique<CurlHandles>()) {}

ModelClient::~ModelClient() = default;

ModelAnswer ModelClient::send(const char* path, const Invocation* invocation,
                              std::chrono::milliseconds within) {
  ModelAnswer answer;
  CurlHandles::Handle curl = handles_->take();
  CurlHeaders headers;
  const std::string url = std::string("http://worker") + path;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_UNIX_SOCKET_PATH, socket_.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  // Proxies of the environment are for networks.
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(within.count()));
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
  if (invocation != nullptr) {
    headers.add("Expect:");
    headers.add(invocation->content_type.empty() ? "Content-Type;"
                                                 : "Content-Type: " + invocation->content_type);
    headers.add(invocation->accept.empty() ? "Accept:" : "Accept: " + invocation->accept);
    curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(invocation->body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, invocation->body.data());
  }
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.list());
  const CURLcode result = curl_easy_perform(curl.get());
  if (result == CURLE_OPERATION_TIMEDOUT) {
    answer.outcome = ModelAnswer::Outcome::TooSlow;
  } else if (result == CURLE_OK) {
    answer.outcome = ModelAnswer::Outcome::Answered;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    const char* type = nullptr;
    curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
    if (type != nullptr) answer.content_type = type;
    handles_->give(std::move(curl));
  }
  return answer;
}

ModelAnswer ModelClient::invoke(const Invocation& invocation, std::chrono::milliseconds within) {
  return send("/invocations", &invocation, within);
}

bool ModelClient::ping(std::chrono::milliseconds within) {
  const ModelAnswer answer = send("/ping", nullptr, within);
  return answer.outcome == ModelAnswer::Outcome::Answered && answer.status == 200;
}

}  // namespace sempurna
