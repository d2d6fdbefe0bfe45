#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace sempurna {

/// libcurl's handles and the connections that they keep, for whoever asks next. Safe to use from
/// several threads.
class CurlHandles {
 public:
  using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

  CurlHandles();
  /// One with no options set. Throws std::bad_alloc.
  Handle take();
  /// Of an exchange that ended well: its connection can be used again.
  void give(Handle handle);

 private:
  std::mutex mutex_;
  std::vector<Handle> free_;
};

/// The headers of a request, as libcurl takes them.
class CurlHeaders {
 public:
  /// "Name: value"; "Name:" leaves out what libcurl would send, "Name;" sends it without a value.
  void add(const std::string& line);
  curl_slist* list() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> list_{nullptr, curl_slist_free_all};
};

}  // namespace sempurna
