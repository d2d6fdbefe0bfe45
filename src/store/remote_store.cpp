#include "store/remote_store.h"

#include <algorithm>
#include <cstdlib>
#include <pugixml.hpp>

#include "base/number.h"
#include "store/remote_error.h"
#include "store/remote_http.h"
#include "store/remote_transfer.h"
#include "store/store_error.h"

namespace sempurna {

namespace {

// Sorts behind every key that begins with the same prefix.
constexpr std::string_view kLast = "\xF4\x8F\xBF\xBF";

std::string unquoted(std::string etag) {
  std::erase(etag, '"');
  return etag;
}

/// Throws Unavailable when a server's answer is no size.
uint64_t size_of(const std::string& text) {
  const auto size = read_number<uint64_t>(text);
  if (!size) throw Error(Code::Unavailable, "the S3 server says that a size is '{}'", text);
  return *size;
}

}  // namespace

struct RemoteStore::Implementation {
  RemoteHttp http;
};

RemoteStore::RemoteStore(const AwsSettings& settings)
    : implementation_(new Implementation{RemoteHttp(settings)}) {}

RemoteStore::~RemoteStore() = default;

const std::string& RemoteStore::endpoint() const {
  return implementation_->http.endpoint();
}

std::optional<ObjectInfo> RemoteStore::head(const std::string& bucket, const std::string& key) {
  const RemoteAnswer answer =
      implementation_->http.send(bucket, {"HEAD", object_path(key), "", {}, {}});
  if (answer.status == 404) return std::nullopt;
  if (answer.status != 200) throw_remote_error(implementation_->http, answer, bucket, key);
  ObjectInfo info;
  info.bucket = bucket;
  info.key = key;
  info.size = size_of(answer.header("content-length"));
  info.etag = unquoted(answer.header("etag"));
  if (const std::string sealed = answer.header("x-amz-server-side-encryption"); !sealed.empty()) {
    info.seal = Seal{sealed, "", ""};
  }
  for (const auto& [name, value] : answer.headers) {
    if (name.starts_with("x-amz-meta-")) info.attributes.metadata[name.substr(11)] = value;
  }
  for (const char* name : {"content-type", "content-encoding", "content-language", "cache-control",
                           "content-disposition", "expires"}) {
    if (const std::string value = answer.header(name); !value.empty()) {
      info.attributes.headers[name] = value;
    }
  }
  return info;
}

std::unique_ptr<ObjectReader> RemoteStore::read(const std::string& bucket, const std::string& key,
                                                std::optional<ByteRange> range) {
  auto info = head(bucket, key);
  if (!info) {
    throw StoreError(StoreFault::NoSuchKey, "there is no s3://{}/{} at {}", bucket, key,
                     endpoint());
  }
  ByteRange wanted = range.value_or(ByteRange{0, info->size});
  wanted.offset = std::min(wanted.offset, info->size);
  wanted.length = std::min(wanted.length, info->size - wanted.offset);
  return make_remote_reader(implementation_->http, *std::move(info), wanted);
}

std::unique_ptr<ObjectWriter> RemoteStore::write(const std::string& bucket, const std::string& key,
                                                 const ObjectAttributes& attributes) {
  return make_remote_writer(implementation_->http, bucket, key, attributes);
}

void RemoteStore::remove(const std::string& bucket, const std::string& key) {
  const RemoteAnswer answer =
      implementation_->http.send(bucket, {"DELETE", object_path(key), "", {}, {}});
  if (answer.status != 204 && answer.status != 200 && answer.status != 404) {
    throw_remote_error(implementation_->http, answer, bucket, key);
  }
}

Listing RemoteStore::list(const std::string& bucket, const ListRequest& request) {
  std::string query =
      fmt::format("list-type=2&encoding-type=url&max-keys={}&prefix={}",
                  std::min<size_t>(request.limit, 1000), percent_encode(request.prefix));
  if (!request.delimiter.empty()) query += "&delimiter=" + percent_encode(request.delimiter);
  if (!request.after.empty()) query += "&start-after=" + percent_encode(request.after);
  const RemoteAnswer answer = implementation_->http.send(bucket, {"GET", "/", query, {}, {}});
  pugi::xml_document document;
  if (answer.status != 200 || !document.load_buffer(answer.body.data(), answer.body.size())) {
    throw_remote_error(implementation_->http, answer, bucket, "");
  }
  const auto root = document.child("ListBucketResult");
  Listing listing;
  for (const auto& item : root.children("Contents")) {
    ObjectInfo info;
    info.bucket = bucket;
    info.key = percent_decode(item.child("Key").text().get());
    info.size = size_of(item.child("Size").text().get());
    info.etag = unquoted(item.child("ETag").text().get());
    listing.objects.push_back(std::move(info));
  }
  for (const auto& item : root.children("CommonPrefixes")) {
    listing.common_prefixes.push_back(percent_decode(item.child("Prefix").text().get()));
  }
  if (std::string_view(root.child("IsTruncated").text().get()) == "true") {
    if (!listing.objects.empty()) listing.next = listing.objects.back().key;
    if (!listing.common_prefixes.empty()) {
      listing.next = std::max(listing.next, listing.common_prefixes.back() + std::string(kLast));
    }
  }
  return listing;
}

}  // namespace sempurna
