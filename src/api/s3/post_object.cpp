#include <algorithm>
#include <array>

#include "access/authenticate_form.h"
#include "api/s3/form_reader.h"
#include "api/s3/handlers.h"
#include "api/s3/put.h"
#include "api/s3/route.h"
#include "base/ascii.h"
#include "base/base64.h"

namespace sempurna::s3 {

namespace {

using Fields = std::map<std::string, std::string>;

constexpr std::string_view kEncoding = "multipart/form-data";
constexpr std::string_view kFileName = "${filename}";

// Fields that are headers of a PUT; so are those that begin with x-amz-, but for what signs.
constexpr std::array<std::string_view, 7> kContent = {
    "cache-control", "content-disposition", "content-encoding", "content-language",
    "content-md5",   "content-type",        "expires"};
constexpr std::array<std::string_view, 5> kSigning = {
    "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token", "x-amz-signature"};
// Of the request itself, which policies may ask about.
constexpr std::array<std::string_view, 3> kKept = {"host", "referer", "user-agent"};

template <size_t N>
bool contains(const std::array<std::string_view, N>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The file of a form as the body of a request.
class FileBody : public RequestBody {
 public:
  explicit FileBody(FormReader& form) : form_(form) {}
  size_t read(std::span<std::byte> bytes) override { return form_.read(bytes); }
  std::optional<uint64_t> length() const override { return std::nullopt; }

 private:
  FormReader& form_;
};

std::string value_of(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

[[noreturn]] void wrong_field(const std::string& name, std::string_view why) {
  throw S3Error("InvalidArgument", "the form's field '{}' {}", name, why)
      .with("ArgumentName", name);
}

std::string key_of(const Fields& fields, const std::string& file_name) {
  std::string key = value_of(fields, "key");
  if (key.empty()) {
    throw S3Error("InvalidArgument",
                  "Bucket POST must contain a field named 'key'.  If it is specified, please check "
                  "the order of the fields.")
        .with("ArgumentName", "key");
  }
  for (size_t at = 0; (at = key.find(kFileName, at)) != std::string::npos; at += file_name.size()) {
    key.replace(at, kFileName.size(), file_name);
  }
  if (key.empty()) wrong_field("key", "names nothing: the file has no name");
  return key;
}

// What becomes a header here goes into the answers of later requests, so it must be one.
void check_header(const std::string& name, const std::string& value) {
  constexpr std::string_view kToken =
      "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";  // RFC 9110, section 5.6.2
  if (name.find_first_not_of(kToken) != std::string::npos) {
    wrong_field(name, "has a name that no header has");
  }
  const bool sound = std::all_of(value.begin(), value.end(),
                                 [](unsigned char c) { return c >= ' ' ? c != 0x7F : c == '\t'; });
  if (!sound) wrong_field(name, "holds a control character");
}

// A document, where a header would have a form: a=1&b=2.
std::string tagging_header(const std::string& document) {
  std::string header;
  for (const auto& [name, value] : tags_of_document(document, kObjectTagsAtMost)) {
    header += (header.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(value);
  }
  return header;
}

std::vector<Header> headers_of(const ServerRequest& request, const Fields& fields) {
  std::vector<Header> headers;
  for (const auto& header : request.headers) {
    if (contains(kKept, lower_ascii(header.name))) headers.push_back(header);
  }
  for (const auto& [name, value] : fields) {
    if (name == "acl") {
      headers.push_back({"x-amz-acl", value});
    } else if (name == "tagging") {
      headers.push_back({"x-amz-tagging", tagging_header(value)});
    } else if (contains(kContent, name) ||
               (name.starts_with("x-amz-") && !contains(kSigning, name))) {
      headers.push_back({name, value});
    } else {
      continue;
    }
    check_header(headers.back().name, headers.back().value);
  }
  return headers;
}

/// Who sent the form, and what size its file may have.
FileSize authorized_form(Operation& op, Fields fields) {
  if (!is_signed_form(fields) && !fields.contains("policy")) return {0, kLargestPut};
  Call& call = op.call;
  op.services.gate.let_in(call, true, [&](const KeyLookup& keys) {
    const SignatureRules rules{op.services.config.region, op.call.operation.service, "",
                               op.services.config.allow_signature_v2};
    return authenticate_form(fields, rules, keys, op.services.clock.now());
  });
  const auto policy = decode_base64(value_of(fields, "policy"));
  if (!policy) throw S3Error("InvalidPolicyDocument", "Invalid Policy: it is not base64");
  fields["bucket"] = op.bucket;
  fields["key"] = op.key;
  return check_form_policy(*policy, fields, op.services.clock.now(), kLargestPut);
}

std::string redirection(Operation& op, const Fields& fields, const ObjectInfo& info) {
  std::string url = value_of(fields, "success_action_redirect");
  if (url.empty()) url = value_of(fields, "redirect");
  const std::string_view visible = url;
  // As in AWS, what is no address is as if it were not there.
  if (!url.starts_with("http://") && !url.starts_with("https://")) return "";
  if (!std::all_of(visible.begin(), visible.end(), [](char c) { return c > ' ' && c < 0x7F; })) {
    return "";
  }
  return fmt::format("{}{}bucket={}&key={}&etag={}", url,
                     url.find('?') == std::string::npos ? '?' : '&', percent_encode(op.bucket),
                     percent_encode(op.key), percent_encode(quoted(info.etag)));
}

void send_created(Operation& op, const Fields& fields, const ObjectInfo& info) {
  const std::string where = location(op);
  std::vector<Header> headers = {{"ETag", quoted(info.etag)}, {"Location", where}};
  add_checksum_headers(headers, info);
  add_seal_headers(headers, info.seal);
  if (const std::string address = redirection(op, fields, info); !address.empty()) {
    headers[1].value = address;
    return op.send_empty(303, std::move(headers));
  }
  const std::string status = value_of(fields, "success_action_status");
  if (status != "201") return op.send_empty(status == "200" ? 200 : 204, std::move(headers));
  XmlWriter xml("PostResponse");
  xml.element("Location", where)
      .element("Bucket", op.bucket)
      .element("Key", op.key)
      .element("ETag", quoted(info.etag));
  headers.push_back({"Content-Type", "application/xml"});
  headers.push_back({"x-amz-request-id", op.request().id});
  op.call.answer.send(201, headers, xml.finish());
}

}  // namespace

void post_object(Operation& op) {
  if (!op.call.from.caller.is_anonymous()) {
    throw S3Error("InvalidRequest", "a form is signed by its fields, not by the request's");
  }
  const std::string type = op.request().header("content-type");
  if (!lower_ascii(type).starts_with(kEncoding)) {
    throw S3Error("PreconditionFailed",
                  "At least one of the pre-conditions you specified did not hold")
        .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
  }
  op.call.share.take(FormReader::kHeldBytes);
  FormReader form(*op.request().body, type);
  const Fields& fields = form.fields();
  if (const std::string named = value_of(fields, "bucket"); !named.empty() && named != op.bucket) {
    wrong_field("bucket", "names another bucket than the request's address");
  }
  op.key = key_of(fields, form.file_name());
  const FileSize size = authorized_form(op, fields);
  // From here on it is the PUT that its fields describe.
  ServerRequest& request = op.request();
  request.headers = headers_of(request, fields);
  const Asked asked{request, Level::Bucket, op.parameters};
  check_declared(asked, find_route(asked));
  FileBody file(form);
  request.body = &file;
  const ObjectInfo info = put_body(op, Payload::Length::Open, size);
  send_created(op, fields, info);
}

}  // namespace sempurna::s3
