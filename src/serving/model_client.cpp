#include "serving/model_client.h"

#include <curl/curl.h>

#include <mutex>
#include <vector>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kMostIdle = 32;  // connections that are kept

using CurlHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

size_t on_body(char* bytes, size_t size, size_t count, void* to) {
  static_cast<ModelAnswer*>(to)->body.append(bytes, size * count);
  return size * count;
}

}  // namespace

struct ModelClient::Handles {
  std::mutex mutex;
  std::vector<CurlHandle> free;

  CurlHandle take() {
    const std::lock_guard lock(mutex);
    if (free.empty()) return {curl_easy_init(), curl_easy_cleanup};
    CurlHandle handle = std::move(free.back());
    free.pop_back();
    return handle;
  }
  void give(CurlHandle handle) {
    const std::lock_guard lock(mutex);
    if (free.size() < kMostIdle) free.push_back(std::move(handle));
  }
};

ModelClient::ModelClient(fs::path socket)
    : socket_(std::move(socket)), handles_(std::make_unique<Handles>()) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  ensure(started == CURLE_OK, "libcurl starts");
}

ModelClient::~ModelClient() = default;

ModelAnswer ModelClient::send(const char* path, const Invocation* invocation,
                              std::chrono::milliseconds within) {
  ModelAnswer answer;
  CurlHandle curl = handles_->take();
  curl_easy_reset(curl.get());
  HeaderList headers(nullptr, curl_slist_free_all);
  const auto add = [&](const std::string& line) {
    headers.reset(curl_slist_append(headers.release(), line.c_str()));
  };
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
    add("Expect:");
    // "Name;" sends a header without a value, "Name:" none.
    add(invocation->content_type.empty() ? "Content-Type;"
                                         : "Content-Type: " + invocation->content_type);
    add(invocation->accept.empty() ? "Accept:" : "Accept: " + invocation->accept);
    curl_easy_setopt(curl.get(), CURLOPT_POST, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(invocation->body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, invocation->body.data());
  }
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
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
