#include "hub/http.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <memory>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr int kMaxRedirects = 10;
constexpr long kConnectSeconds = 20;
constexpr long kSilentSeconds = 60;
constexpr size_t kMaxHeaders = 200;

/// libcurl's own start, once.
void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  ensure(started == CURLE_OK, "libcurl starts");
}

struct Exchange {
  const HttpRequest& request;
  CURL* curl;
  HttpReply reply;
  bool has_started = false;
  std::exception_ptr thrown;  // libcurl is C: an exception must not pass through it

  bool goes_to_sink() const {
    return request.on_start && (reply.status == 200 || reply.status == 206);
  }

  void take_header(std::string_view line) {
    if (line.starts_with("HTTP/")) reply.headers.clear();  // a further answer, after a 100
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || reply.headers.size() >= kMaxHeaders) return;
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto value = line.substr(colon + 1);
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
    reply.headers[name] = value;
  }

  void start() {
    if (has_started) return;
    has_started = true;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    if (goes_to_sink()) request.on_start(reply);
  }

  void take_bytes(std::span<const std::byte> bytes) {
    start();
    if (goes_to_sink()) return request.on_bytes(bytes);
    if (bytes.size() > request.body_limit - reply.body.size()) {
      throw Error(Code::DataCorrupt, "{} answers with more than {} bytes", request.url,
                  request.body_limit);
    }
    reply.body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
};

size_t on_header(char* text, size_t size, size_t count, void* client) {
  auto& exchange = *static_cast<Exchange*>(client);
  try {
    exchange.take_header({text, size * count});
    return size * count;
  } catch (...) {
    exchange.thrown = std::current_exception();
    return 0;
  }
}

size_t on_body(char* bytes, size_t size, size_t count, void* client) {
  auto& exchange = *static_cast<Exchange*>(client);
  try {
    exchange.take_bytes(std::as_bytes(std::span(bytes, size * count)));
    return size * count;
  } catch (...) {
    exchange.thrown = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

/// Scheme, host and port: who a token is meant for.
std::string origin_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    throw Error(Code::InvalidArgument, "{} is no address; check HF_ENDPOINT", url);
  }
  std::string origin;
  for (const auto part : {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT}) {
    char* text = nullptr;
    if (curl_url_get(parsed.get(), part, &text, CURLU_DEFAULT_PORT) == CURLUE_OK) {
      origin += text;
      origin += ' ';
    }
    curl_free(text);
  }
  return origin;
}

/// Asked at least once a second, whatever the request waits for.
int on_progress(void* client, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(client)->stop_requested() ? 1 : 0;
}

bool is_unreachable(CURLcode code) {
  return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY ||
         code == CURLE_COULDNT_CONNECT;
}

/// One request and its answer, redirects not followed; `next` is where one leads.
HttpReply exchange_once(const HttpRequest& request, const std::string& url, bool with_token,
                        std::string& next) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  ensure(curl != nullptr, "libcurl gives a handle");
  curl_slist* list = nullptr;
  const auto add = [&](const std::string& header) {
    list = curl_slist_append(list, header.c_str());
  };
  for (const auto& header : request.headers) add(header);
  if (with_token) add("Authorization: Bearer " + request.token);
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            curl_slist_free_all);
  Exchange exchange{.request = request, .curl = curl.get(), .reply = {}, .thrown = nullptr};
  char reason[CURL_ERROR_SIZE] = "";
  const auto set = [&](CURLoption option, auto value) {
    ensure(curl_easy_setopt(curl.get(), option, value) == CURLE_OK, "libcurl takes an option");
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_HTTPHEADER, headers.get());
  set(CURLOPT_USERAGENT, "sempurna");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(CURLOPT_LOW_SPEED_TIME, kSilentSeconds);
  set(CURLOPT_ERRORBUFFER, reason);
  set(CURLOPT_HEADERFUNCTION, on_header);
  set(CURLOPT_HEADERDATA, &exchange);
  set(CURLOPT_WRITEFUNCTION, on_body);
  set(CURLOPT_WRITEDATA, &exchange);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
  set(CURLOPT_XFERINFODATA, &request.stop);
  // A name that is being resolved is not waited for either.
  set(CURLOPT_QUICK_EXIT, 1L);

  const CURLcode code = curl_easy_perform(curl.get());
  if (exchange.thrown) std::rethrow_exception(exchange.thrown);
  if (request.stop.stop_requested()) throw Error(Code::Cancelled, "the download was ended");
  if (code == CURLE_OK) {
    exchange.start();  // an empty content has no first byte
  } else {
    exchange.reply.failure = *reason != '\0' ? reason : curl_easy_strerror(code);
    exchange.reply.is_unreachable = is_unreachable(code);
  }
  char* redirect = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_REDIRECT_URL, &redirect);
  next = redirect == nullptr ? "" : redirect;
  return exchange.reply;
}

}  // namespace

std::string HttpReply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

HttpReply http_get(const HttpRequest& request) {
  start_curl();
  const std::string home = origin_of(request.url);
  std::string url = request.url;
  for (int redirects = 0; redirects <= kMaxRedirects; ++redirects) {
    std::string next;
    // Libcurl would keep a token from other hosts too; here a test can see that it is so.
    const bool with_token = !request.token.empty() && origin_of(url) == home;
    HttpReply reply = exchange_once(request, url, with_token, next);
    if (next.empty()) return reply;
    if (url.starts_with("https://") && !next.starts_with("https://")) {
      throw Error(Code::DataCorrupt,
                  "{} leads to the unprotected address {}, which is not followed", url, next);
    }
    url = next;
  }
  throw Error(Code::DataCorrupt, "{} leads from one address to the next more than {} times",
              request.url, kMaxRedirects);
}

std::string url_escape(std::string_view text) {
  start_curl();
  char* escaped = curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size()));
  ensure(escaped != nullptr, "libcurl escapes a text");
  std::string result = escaped;
  curl_free(escaped);
  return result;
}

}  // namespace sempurna
