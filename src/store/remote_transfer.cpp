#include "store/remote_transfer.h"

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "store/remote_error.h"

namespace sempurna {

namespace {

constexpr uint64_t kPiece = 8 << 20;
constexpr size_t kAtATime = 4;
// Parts grow by one piece every so many, so that 10,000 of them hold more than S3's largest object.
constexpr size_t kGrowEvery = 100;
// Done when it is waited for where there is no thread to be had.
constexpr auto kAside = std::launch::async | std::launch::deferred;

class RemoteReader : public ObjectReader {
 public:
  RemoteReader(RemoteHttp& http, ObjectInfo info, ByteRange range)
      : http_(http),
        info_(std::move(info)),
        next_(range.offset),
        end_(range.offset + range.length) {
    fill();
  }
  ~RemoteReader() override {
    for (auto& piece : pieces_) piece.wait();
  }

  const ObjectInfo& info() const override { return info_; }

  size_t read(std::span<std::byte> bytes) override {
    if (at_ == piece_.size()) {
      if (pieces_.empty()) return 0;
      std::future<std::string> first = std::move(pieces_.front());
      pieces_.pop_front();
      piece_ = first.get();
      at_ = 0;
      fill();
    }
    const size_t count = std::min(bytes.size(), piece_.size() - at_);
    std::memcpy(bytes.data(), piece_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  void fill() {
    while (next_ < end_ && pieces_.size() < kAtATime) {
      const ByteRange range{next_, std::min(kPiece, end_ - next_)};
      next_ += range.length;
      pieces_.push_back(std::async(kAside, [this, range] { return fetch(range); }));
    }
  }

  std::string fetch(ByteRange range) {
    RemoteRequest request{"GET", object_path(info_.key), "", {}, {}};
    request.headers.push_back(
        {"Range", fmt::format("bytes={}-{}", range.offset, range.offset + range.length - 1)});
    request.headers.push_back({"If-Match", "\"" + info_.etag + "\""});
    // The error that comes instead may be larger than a small range.
    request.largest_answer = std::max<uint64_t>(range.length, 65536);
    RemoteAnswer answer = http_.send(info_.bucket, request);
    if (answer.status != 206 && answer.status != 200) {
      throw_remote_error(http_, answer, info_.bucket, info_.key);
    }
    if (answer.body.size() != range.length) {
      throw Error(Code::DataCorrupt, "s3://{}/{}: {} bytes came where {} were asked for",
                  info_.bucket, info_.key, answer.body.size(), range.length);
    }
    return std::move(answer.body);
  }

  RemoteHttp& http_;
  ObjectInfo info_;
  uint64_t next_;
  uint64_t end_;
  std::deque<std::future<std::string>> pieces_;
  std::string piece_;
  size_t at_ = 0;
};

std::vector<Header> attribute_headers(const ObjectAttributes& attributes) {
  std::vector<Header> headers;
  for (const auto& [name, value] : attributes.headers) headers.push_back({name, value});
  for (const auto& [name, value] : attributes.metadata) {
    headers.push_back({"x-amz-meta-" + name, value});
  }
  return headers;
}

class RemoteWriter : public ObjectWriter {
 public:
  RemoteWriter(RemoteHttp& http, const std::string& bucket, const std::string& key,
               const ObjectAttributes& attributes)
      : http_(http), attributes_(attributes) {
    info_.bucket = bucket;
    info_.key = key;
  }

  ~RemoteWriter() override {
    if (upload_.empty()) return;
    for (auto& part : parts_) part.wait();
    try {
      http_.send(info_.bucket,
                 {"DELETE", object_path(info_.key), "uploadId=" + percent_encode(upload_), {}, {}});
    } catch (const Error&) {
      // The service sweeps what is left of it.
    }
  }

  void write(std::span<const std::byte> bytes) override {
    info_.size += bytes.size();
    while (!bytes.empty()) {
      const size_t room = part_size() - buffer_.size();
      const size_t count = std::min(room, bytes.size());
      buffer_.append(reinterpret_cast<const char*>(bytes.data()), count);
      bytes = bytes.subspan(count);
      if (buffer_.size() == part_size() && !bytes.empty()) send_part();
    }
  }

  ObjectInfo commit() override {
    if (upload_.empty()) {
      RemoteAnswer answer = put("", buffer_, attribute_headers(attributes_));
      info_.etag = etag_of(answer);
      return info_;
    }
    if (!buffer_.empty()) send_part();
    std::string document = "<CompleteMultipartUpload>";
    for (size_t i = 0; i < parts_.size(); ++i) {
      document += fmt::format("<Part><PartNumber>{}</PartNumber><ETag>\"{}\"</ETag></Part>", i + 1,
                              parts_[i].get());
    }
    document += "</CompleteMultipartUpload>";
    const RemoteAnswer answer = http_.send(
        info_.bucket,
        {"POST", object_path(info_.key), "uploadId=" + percent_encode(upload_), {}, document});
    pugi::xml_document result;
    const bool read = static_cast<bool>(result.load_buffer(answer.body.data(), answer.body.size()));
    // S3 may answer 200 and an error behind it.
    if (answer.status != 200 || !read || !result.child("CompleteMultipartUploadResult")) {
      throw_remote_error(http_, answer, info_.bucket, info_.key);
    }
    upload_.clear();
    info_.etag = result.child("CompleteMultipartUploadResult").child("ETag").text().get();
    std::erase(info_.etag, '"');
    return info_;
  }

 private:
  size_t part_size() const { return kPiece * (1 + parts_.size() / kGrowEvery); }

  static std::string etag_of(const RemoteAnswer& answer) {
    std::string etag = answer.header("etag");
    std::erase(etag, '"');
    return etag;
  }

  RemoteAnswer put(const std::string& query, const std::string& body, std::vector<Header> headers) {
    headers.push_back({"Content-MD5", encode_base64(digest(DigestKind::Md5, body))});
    RemoteAnswer answer =
        http_.send(info_.bucket, {"PUT", object_path(info_.key), query, headers, body});
    if (answer.status != 200) throw_remote_error(http_, answer, info_.bucket, info_.key);
    return answer;
  }

  void begin() {
    const RemoteAnswer answer = http_.send(
        info_.bucket,
        {"POST", object_path(info_.key), "uploads=", attribute_headers(attributes_), {}});
    pugi::xml_document result;
    if (answer.status != 200 || !result.load_buffer(answer.body.data(), answer.body.size())) {
      throw_remote_error(http_, answer, info_.bucket, info_.key);
    }
    upload_ = result.child("InitiateMultipartUploadResult").child("UploadId").text().get();
  }

  void send_part() {
    if (upload_.empty()) begin();
    // No more are held in memory than are on their way.
    if (parts_.size() >= kAtATime) parts_[parts_.size() - kAtATime].wait();
    const std::string query =
        fmt::format("partNumber={}&uploadId={}", parts_.size() + 1, percent_encode(upload_));
    parts_.push_back(std::async(kAside, [this, query, body = std::move(buffer_)] {
                       return etag_of(put(query, body, {}));
                     }).share());
    buffer_.clear();
  }

  RemoteHttp& http_;
  ObjectAttributes attributes_;
  ObjectInfo info_;
  std::string upload_;
  std::string buffer_;
  std::vector<std::shared_future<std::string>> parts_;
};

}  // namespace

std::string object_path(const std::string& key) {
  return "/" + percent_encode(key, true);
}

std::unique_ptr<ObjectReader> make_remote_reader(RemoteHttp& http, ObjectInfo info,
                                                 ByteRange range) {
  return std::make_unique<RemoteReader>(http, std::move(info), range);
}

std::unique_ptr<ObjectWriter> make_remote_writer(RemoteHttp& http, const std::string& bucket,
                                                 const std::string& key,
                                                 const ObjectAttributes& attributes) {
  return std::make_unique<RemoteWriter>(http, bucket, key, attributes);
}

}  // namespace sempurna
