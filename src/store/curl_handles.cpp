#include "store/curl_handles.h"

#include <new>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kMostFree = 32;

}  // namespace

CurlHandles::CurlHandles() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  ensure(started == CURLE_OK, "libcurl starts");
}

CurlHandles::Handle CurlHandles::take() {
  Handle handle(nullptr, curl_easy_cleanup);
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      handle = std::move(free_.back());
      free_.pop_back();
    }
  }
  if (!handle) handle.reset(curl_easy_init());
  if (!handle) throw std::bad_alloc();
  curl_easy_reset(handle.get());
  return handle;
}

void CurlHandles::give(Handle handle) {
  const std::lock_guard lock(mutex_);
  if (free_.size() < kMostFree) free_.push_back(std::move(handle));
}

void CurlHeaders::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  // Appending keeps the first, where there is one.
  if (!list_) list_.reset(longer);
}

}  // namespace sempurna
