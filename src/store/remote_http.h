#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "signing/credentials.h"

namespace sempurna {

class CurlHandles;

struct RemoteAnswer {
  long status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;                            ///< of an error, or where no sink took it
  std::string header(const std::string& name) const;
};

struct RemoteRequest {
  std::string method;
  std::string path;  ///< percent-encoded, from the slash on
  std::string query;
  std::vector<Header> headers;
  std::string_view body;
  std::string service = "s3";                    ///< that it is signed for
  uint64_t largest_answer = uint64_t{16} << 20;  ///< bytes of the answer's body; more is an error
};

/// Signed requests to one S3, over connections that are kept. Whatever may pass by itself (the
/// network, 429, 500, 502, 503, 504, SlowDown) is tried again, five times in all, with a pause that
/// doubles. Safe to use from several threads.
class RemoteHttp {
 public:
  explicit RemoteHttp(const AwsSettings& settings);
  ~RemoteHttp();

  /// `bucket` empty: of the service. Throws Unavailable when no answer comes.
  RemoteAnswer send(const std::string& bucket, const RemoteRequest& request);

  const std::string& endpoint() const { return endpoint_; }
  const std::string& region() const { return settings_.region; }

 private:
  RemoteAnswer send_once(const std::string& bucket, const RemoteRequest& request,
                         std::string& failure);

  AwsSettings settings_;
  std::string endpoint_;
  std::unique_ptr<CurlHandles> handles_;
};

}  // namespace sempurna
