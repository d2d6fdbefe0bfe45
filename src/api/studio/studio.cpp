#include "api/studio/studio.h"

#include "access/access_error.h"
#include "api/hosts.h"
#include "api/sempurna/sessions.h"
#include "api/studio/bundle.h"
#include "api/studio/sign_in_link.h"
#include "base/ascii.h"

namespace sempurna::studio {

namespace {

constexpr std::string_view kFiles = "/_studio/";
constexpr std::string_view kSession = "/_studio/session";
constexpr std::string_view kAssets = "assets/";
constexpr size_t kLargestSecret = 4096;

// Nothing from elsewhere, no script or style within the page, and in nobody's frame.
constexpr auto kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

constexpr auto kWithout =
    "<!doctype html><html lang=\"en\"><title>Sempurna</title>"
    "<h1>Sempurna serves here</h1>"
    "<p>This program was built without Studio, its page, since npm was not there or could not "
    "reach its registry. Install Debian's <code>nodejs</code> and <code>npm</code> and start "
    "<code>./sempurna serve</code> again.</p>"
    "<p>The command line, the AWS CLI and the SDKs work as ever: see README.md.</p>\n";

std::vector<Header> headers(const std::string& type) {
  return {{"Content-Type", type},
          {"Content-Security-Policy", kPolicy},
          {"X-Content-Type-Options", "nosniff"},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"}};
}

void answer_json(ResponseWriter& writer, int status, const Json& json) {
  auto all = headers("application/json");
  all.push_back({"Cache-Control", "no-store"});
  writer.send(status, all, to_line(json));
}

void answer_file(const ServerRequest& request, ResponseWriter& writer, const std::string& path,
                 const BundledFile& file) {
  auto all = headers(file.type);
  // Names of assets change with their content.
  all.push_back({"Cache-Control",
                 path.starts_with(kAssets) ? "public, max-age=31536000, immutable" : "no-cache"});
  all.push_back({"ETag", file.etag});
  if (request.header("if-none-match") == file.etag) return writer.send(304, all, "");
  if (file.is_gzip) all.push_back({"Content-Encoding", "gzip"});
  writer.send(200, all, file.bytes);
}

void answer_page(const ServerRequest& request, ResponseWriter& writer, const std::string& path) {
  if (bundle().empty()) {
    auto all = headers("text/html; charset=utf-8");
    all.push_back({"Cache-Control", "no-store"});
    return writer.send(200, all, kWithout);
  }
  const auto found = bundle().find(path);
  if (found == bundle().end()) {
    return writer.send(404, headers("text/plain; charset=utf-8"), "There is no such file.\n");
  }
  answer_file(request, writer, path, found->second);
}

/// Sent by the page itself: a page of another origin cannot say so.
bool is_of_page(const ServerRequest& request) {
  const std::string own =
      fmt::format("{}://{}", request.is_secure ? "https" : "http", request.header("host"));
  return request.header("origin") == own &&
         request.header("content-type").starts_with("application/json");
}

std::string secret_of(RequestBody& body) {
  const Json sent = Json::parse(body.read_all(kLargestSecret), nullptr, false);
  const bool has = sent.is_object() && sent.contains("Secret") && sent["Secret"].is_string();
  return has ? sent["Secret"].get<std::string>() : "";
}

void note(Services& services, const ServerRequest& request, const std::string& identity) {
  AuditLine line;
  line.when = services.clock.now();
  line.who = identity.empty() ? "unknown" : identity;
  line.from = request.remote_address;
  line.request_id = request.id;
  line.operation = line.action = "sempurna:SignInByLink";
  line.resource = "*";
  line.allowed = !identity.empty();
  line.why = identity.empty() ? "the link is not good" : "the one-time link";
  line.status = identity.empty() ? 403 : 200;
  services.audit.write(line);
}

void answer_session(Services& services, const ServerRequest& request, ResponseWriter& writer) {
  const auto refuse = [&](const std::string& why) { answer_json(writer, 403, {{"message", why}}); };
  if (!is_loopback(request.remote_address))
    return refuse("The link is for a browser on the server's own machine; sign in with a key");
  if (!is_of_page(request)) return refuse("This is for the page of this server alone");
  const std::string identity =
      services.link == nullptr ? "" : services.link->use(secret_of(*request.body));
  note(services, request, identity);
  if (identity.empty()) {
    return refuse(
        "The link was used before, or is older than five minutes. Start the server again for "
        "another, or sign in with an access key");
  }
  try {
    const Session session = services.directory.sign_in_as(identity);
    answer_json(writer, 200, {{"Credentials", own::credentials_of(session)}});
  } catch (const AccessError& error) {  // disabled or removed since the link was made
    refuse(error.what());
  }
}

bool asks_for_page(const ServerRequest& request) {
  return request.path == "/" && request.header("accept").find("text/html") != std::string::npos;
}

}  // namespace

bool answer(Services& services, const ServerRequest& request, ResponseWriter& writer) {
  if (!asks_for_page(request) && !request.path.starts_with(kFiles)) return false;
  if (request.count_of("authorization") > 0 || !request.query.empty()) return false;
  if (!is_own_host(services.config, host_of(request))) return false;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads) {
    answer_page(request, writer,
                request.path == "/" ? "index.html" : request.path.substr(kFiles.size()));
    return true;
  }
  if (request.method != "POST" || request.path != kSession) return false;
  answer_session(services, request, writer);
  return true;
}

}  // namespace sempurna::studio
