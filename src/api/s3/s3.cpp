#include "api/s3/s3.h"

#include "api/hosts.h"
#include "api/s3/operation.h"
#include "api/s3/route.h"
#include "api/signed_call.h"
#include "api/words.h"
#include "store/object_names.h"

namespace sempurna::s3 {

namespace {

void check_uri(const std::string& key) {
  constexpr size_t kLongestKey = 1024;
  try {
    check_key(key);
  } catch (const StoreError& error) {
    if (key.size() > kLongestKey) throw;
    throw S3Error("InvalidURI", "Couldn't parse the specified URI: {}", error.what());
  }
}

void resolve(Operation& op) {
  std::string path = op.call.request.path;
  path.erase(0, 1);
  op.bucket = bucket_of_host(op.services.config, op.call.request);
  if (op.bucket.empty()) {
    const auto slash = path.find('/');
    op.bucket = percent_decode(path.substr(0, slash));
    // Or what is asked of an object would be answered with the list of all buckets.
    if (op.bucket.empty() && !path.empty()) {
      throw S3Error("InvalidURI", "Couldn't parse the specified URI: it names no bucket before /");
    }
    path = slash == std::string::npos ? "" : path.substr(slash + 1);
  }
  op.key = percent_decode(path);
  for (auto& [name, value] : parse_query(op.call.request.query)) {
    // What signs a request, or stands for a header, is no part of what it asks for.
    if (!op.call.from.query.parameters.contains(name)) op.parameters.emplace(name, value);
  }
}

/// JumpStart's bucket is read and never changed, and nobody's own has such a name.
void refuse_reserved(Operation& op) {
  constexpr std::string_view kReads =
      "GetBucketLocation GetObject GetObjectAttributes HeadBucket HeadObject ListObjects "
      "ListObjectsV2";
  const std::string_view operation = op.call.operation.name;
  const bool makes = operation == "CreateBucket" && JumpStartBucket::reserves(op.bucket);
  if (!makes && (!op.services.jumpstart.is(op.bucket) || has_word(kReads, operation))) return;
  op.call.note(op.call.action(), op.key.empty() ? op.bucket_arn() : op.object_arn(), false,
               "the bucket is JumpStart's");
  if (makes) {
    throw S3Error("BucketAlreadyExists",
                  "The requested bucket name is not available. The bucket namespace is shared by "
                  "all users of the system. Please select a different name and try again.")
        .with("BucketName", op.bucket);
  }
  throw S3Error("AccessDenied",
                "the bucket {} is JumpStart's: the server makes it of its model cards, everybody "
                "may read it and nobody may change it",
                op.bucket);
}

class S3Dialect : public Dialect {
 public:
  std::string_view service() const override { return "s3"; }
  bool is_spoken_by(const ServerRequest& /*request*/) const override { return true; }
  std::vector<OperationName> operations() const override {
    return names_of(service(), served_operations());
  }

  void answer(Services& services, Call& call) const override {
    authenticate_call(services, call);
    Operation op{services, call, "", "", {}};
    resolve(op);
    if (!op.key.empty()) check_uri(op.key);
    const Level level = op.bucket.empty() ? Level::Service
                        : op.key.empty()  ? Level::Bucket
                                          : Level::Object;
    const Asked asked{call.request, level, op.parameters};
    const Route route = find_route(asked);
    call.begin(route.form->name, route.served == nullptr ? "" : route.served->action);
    check_declared(asked, route);
    refuse_reserved(op);
    route.served->handler(op);
  }

  std::span<const ErrorRow> errors() const override { return s3::errors(); }
  void answer_failure(Call& call, const Failure& failure) const override {
    s3::answer_failure(call, failure);
  }
};

}  // namespace

const Dialect& dialect() {
  static const S3Dialect kDialect;
  return kDialect;
}

}  // namespace sempurna::s3
