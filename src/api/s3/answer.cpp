#include <algorithm>
#include <array>

#include "api/s3/operations.h"
#include "api/s3/s3.h"
#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

enum class Level { Service, Bucket, Object };

/// Which operation a request asks for: the first route whose parameter or header it has.
struct Route {
  std::string_view method;
  Level level;
  std::string_view parameter;  ///< must be in the query; empty: none needed
  std::string_view header;     ///< must be sent; empty: none needed
  void (*operation)(Operation&);
};

constexpr std::array kRoutes = {
    Route{"GET", Level::Service, "", "", list_buckets},

    Route{"GET", Level::Bucket, "location", "", get_bucket_location},
    Route{"GET", Level::Bucket, "policy", "", get_bucket_policy},
    Route{"GET", Level::Bucket, "policyStatus", "", get_bucket_policy_status},
    Route{"GET", Level::Bucket, "versioning", "", get_bucket_versioning},
    Route{"GET", Level::Bucket, "acl", "", get_acl},
    Route{"GET", Level::Bucket, "uploads", "", list_multipart_uploads},
    Route{"GET", Level::Bucket, "versions", "", list_object_versions},
    Route{"GET", Level::Bucket, "accelerate", "", get_empty_setting},
    Route{"GET", Level::Bucket, "logging", "", get_empty_setting},
    Route{"GET", Level::Bucket, "notification", "", get_empty_setting},
    Route{"GET", Level::Bucket, "requestPayment", "", get_empty_setting},
    Route{"GET", Level::Bucket, "cors", "", get_absent_setting},
    Route{"GET", Level::Bucket, "encryption", "", get_absent_setting},
    Route{"GET", Level::Bucket, "lifecycle", "", get_absent_setting},
    Route{"GET", Level::Bucket, "object-lock", "", get_absent_setting},
    Route{"GET", Level::Bucket, "ownershipControls", "", get_absent_setting},
    Route{"GET", Level::Bucket, "publicAccessBlock", "", get_absent_setting},
    Route{"GET", Level::Bucket, "replication", "", get_absent_setting},
    Route{"GET", Level::Bucket, "tagging", "", get_absent_setting},
    Route{"GET", Level::Bucket, "website", "", get_absent_setting},
    Route{"PUT", Level::Bucket, "policy", "", put_bucket_policy},
    Route{"PUT", Level::Bucket, "versioning", "", put_bucket_versioning},
    Route{"PUT", Level::Bucket, "acl", "", put_acl},
    Route{"DELETE", Level::Bucket, "policy", "", delete_bucket_policy},
    Route{"POST", Level::Bucket, "delete", "", delete_objects},

    Route{"GET", Level::Object, "acl", "", get_acl},
    Route{"PUT", Level::Object, "acl", "", put_acl},
    Route{"GET", Level::Object, "tagging", "", get_object_tagging},
    Route{"PUT", Level::Object, "tagging", "", put_object_tagging},
    Route{"DELETE", Level::Object, "tagging", "", delete_object_tagging},
    Route{"GET", Level::Object, "uploadId", "", list_parts},
    Route{"PUT", Level::Object, "uploadId", "x-amz-copy-source", upload_part_copy},
    Route{"PUT", Level::Object, "uploadId", "", upload_part},
    Route{"DELETE", Level::Object, "uploadId", "", abort_multipart_upload},
    Route{"POST", Level::Object, "uploads", "", create_multipart_upload},
    Route{"POST", Level::Object, "uploadId", "", complete_multipart_upload},
};

/// Taken when no parameter asked for something else.
constexpr std::array kPlainRoutes = {
    Route{"HEAD", Level::Bucket, "", "", head_bucket},
    Route{"PUT", Level::Bucket, "", "", create_bucket},
    Route{"DELETE", Level::Bucket, "", "", delete_bucket},
    Route{"GET", Level::Bucket, "list-type", "", list_objects_v2},
    Route{"GET", Level::Bucket, "", "", list_objects},
    Route{"HEAD", Level::Object, "", "", head_object},
    Route{"GET", Level::Object, "", "", get_object},
    Route{"PUT", Level::Object, "", "x-amz-copy-source", copy_object},
    Route{"PUT", Level::Object, "", "", put_object},
    Route{"DELETE", Level::Object, "", "", delete_object},
};

// Parameters that ask for an operation of their own: one of them that no route took is not here.
constexpr std::array<std::string_view, 33> kSubresources = {"accelerate",
                                                            "acl",
                                                            "analytics",
                                                            "attributes",
                                                            "cors",
                                                            "delete",
                                                            "encryption",
                                                            "intelligent-tiering",
                                                            "inventory",
                                                            "legal-hold",
                                                            "lifecycle",
                                                            "location",
                                                            "logging",
                                                            "metadataTable",
                                                            "metrics",
                                                            "notification",
                                                            "object-lock",
                                                            "ownershipControls",
                                                            "policy",
                                                            "policyStatus",
                                                            "publicAccessBlock",
                                                            "replication",
                                                            "requestPayment",
                                                            "restore",
                                                            "retention",
                                                            "select",
                                                            "tagging",
                                                            "torrent",
                                                            "uploads",
                                                            "uploadId",
                                                            "versioning",
                                                            "versions",
                                                            "website"};

bool takes(const Route& route, Level level, const Operation& op) {
  return route.method == op.call.request.method && route.level == level &&
         (route.parameter.empty() || op.has(std::string(route.parameter))) &&
         (route.header.empty() || op.call.request.count_of(route.header) > 0);
}

bool is_address(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}

void resolve(Operation& op) {
  std::string path = op.call.request.path;
  path.erase(0, 1);
  op.bucket = bucket_of_host(op.services.config, op.call.request);
  if (op.bucket.empty()) {
    const auto slash = path.find('/');
    op.bucket = percent_decode(path.substr(0, slash));
    path = slash == std::string::npos ? "" : path.substr(slash + 1);
  }
  op.key = percent_decode(path);
  for (auto& [name, value] : parse_query(op.call.request.query)) op.parameters.emplace(name, value);
}

}  // namespace

std::string bucket_of_host(const ServerConfig& config, const ServerRequest& request) {
  // Names of hosts and of buckets are in lower case; RFC 9110, section 4.2.3.
  std::string host = lower_ascii(request.header("host"));
  if (const auto colon = host.rfind(':'); colon != std::string::npos && host.back() != ']') {
    host.resize(colon);
  }
  if (is_address(host)) return "";
  for (const std::string& own : {std::string("localhost"), lower_ascii(config.host_name)}) {
    if (own.empty() || host == own) continue;
    if (host.size() > own.size() + 1 && host.ends_with("." + own)) {
      return host.substr(0, host.size() - own.size() - 1);
    }
  }
  return "";
}

void answer(Services& services, Call& call) {
  Operation op{services, call, "", "", {}};
  resolve(op);
  const Level level = op.bucket.empty() ? Level::Service
                      : op.key.empty()  ? Level::Bucket
                                        : Level::Object;
  for (const auto& route : kRoutes) {
    if (takes(route, level, op)) return route.operation(op);
  }
  for (const auto& name : kSubresources) {
    if (op.has(std::string(name))) return not_implemented(op);
  }
  for (const auto& route : kPlainRoutes) {
    if (takes(route, level, op)) return route.operation(op);
  }
  throw S3Error("MethodNotAllowed", "The specified method is not allowed against this resource.");
}

}  // namespace sempurna::s3
