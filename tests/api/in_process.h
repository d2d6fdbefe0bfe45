#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "api/door.h"
#include "base/ascii.h"
#include "base/json.h"
#include "base/sha256.h"

namespace sempurna {

/// What a request was answered.
struct Answered {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// The server without a network: requests come in by the door, with services over a folder that
/// ends with the test.
class InProcess : public testing::Test {
 protected:
  static constexpr auto kEverything =
      R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";

  class SetClock : public Clock {
   public:
    Time now() const override { return time; }
    Time time{std::chrono::milliseconds(1767323045000)};  // 2026-01-02T03:04:05Z
  };

  InProcess() {
    admin = identity("admin", kEverything);
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_st>(log_)));
  }
  ~InProcess() override { spdlog::set_default_logger(before_); }

  /// A new identity's key; without a policy it may do nothing.
  Credentials identity(const std::string& name, const std::string& policy = "") {
    std::vector<NamedPolicy> policies;
    if (!policy.empty()) policies.push_back({"own", policy});
    directory.add_identity(name, policies);
    const NewAccessKey key = directory.add_key(name);
    return {key.id, key.secret, ""};
  }

  /// "POST /b/k?acl" with headers, as it is: unsigned.
  static SignableRequest request(const std::string& line, std::vector<Header> headers = {}) {
    SignableRequest made;
    std::istringstream words(line);
    words >> made.method >> made.path;
    if (const auto mark = made.path.find('?'); mark != std::string::npos) {
      made.query = made.path.substr(mark + 1);
      made.path.resize(mark);
    }
    made.headers = std::move(headers);
    made.headers.push_back({"Host", "127.0.0.1:8600"});
    return made;
  }

  Answered ask(const SignableRequest& sent, const std::string& body = "") {
    Body reader(body);
    Recorder recorder;
    ServerRequest received;
    static_cast<SignableRequest&>(received) = sent;
    if (!body.empty()) {
      received.headers.push_back({"Content-Length", std::to_string(body.size())});
    }
    received.remote_address = "127.0.0.1";
    received.id = fmt::format("{:016x}", ++requests_);
    received.body = &reader;
    door.answer(received, recorder);
    return recorder.answered;
  }

  /// The same, signed for this service by `who`.
  Answered ask(const Credentials& who, const std::string& service, SignableRequest sent,
               const std::string& body = "") {
    sign(sent, who, config.region, service, clock.time, sha256_hex(body));
    return ask(sent, body);
  }

  Answered s3(const std::string& line, const std::string& body = "",
              std::vector<Header> headers = {}) {
    return ask(admin, "s3", request(line, std::move(headers)), body);
  }
  /// A call of a service in JSON: "TrentService.ListKeys".
  Answered json(const std::string& service, const std::string& target,
                const std::string& body = "{}") {
    return ask(admin, service, request("POST /", {{"X-Amz-Target", target}}), body);
  }
  /// A call of a service in a form: "Action=GetCallerIdentity".
  Answered form(const std::string& service, const std::string& text) {
    return ask(admin, service,
               request("POST /", {{"Content-Type", "application/x-www-form-urlencoded"}}), text);
  }

  /// All lines, in the order in which they were written.
  std::vector<Json> audit_lines() const {
    std::vector<Json> lines;
    std::istringstream text(read_file(folder.path() / "audit.jsonl"));
    for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
    return lines;
  }
  std::string log() const { return log_.str(); }
  std::string figures() { return ask(request("GET /metrics")).body; }

  // In memory where the system has such a folder: no test here is about what a disk keeps.
  TemporaryFolder folder{fs::exists("/dev/shm") ? "/dev/shm" : ""};
  SetClock clock;
  MasterKey master{std::string(32, 'm')};
  ServerConfig config = [] {
    ServerConfig made;
    made.failed_logins_per_second = 0;
    return made;
  }();
  Directory directory{folder.path() / "access.sqlite", config.account, master, clock};
  Keys keys{folder.path() / "keys.sqlite", config.account, config.region, master, clock};
  DiskStore store{folder.path() / "store"};
  Audit audit{folder.path() / "audit.jsonl"};
  Services services{config, store, directory, keys, audit, clock};
  Door door{services, [] { return 0; }};
  Credentials admin;

 private:
  class Body : public RequestBody {
   public:
    explicit Body(std::string text) : text_(std::move(text)) {}
    size_t read(std::span<std::byte> bytes) override {
      const size_t count = std::min(bytes.size(), text_.size() - at_);
      std::copy_n(reinterpret_cast<const std::byte*>(text_.data()) + at_, count, bytes.begin());
      at_ += count;
      return count;
    }
    std::optional<uint64_t> length() const override { return text_.size(); }

   private:
    std::string text_;
    size_t at_ = 0;
  };

  class Recorder : public ResponseWriter {
   public:
    void start(int status, const std::vector<Header>& headers,
               std::optional<uint64_t> /*length*/) override {
      answered.status = status;
      for (const auto& [name, value] : headers) answered.headers[lower_ascii(name)] = value;
    }
    void write(std::span<const std::byte> bytes) override {
      answered.body.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    bool is_started() const override { return answered.status != 0; }

    Answered answered;
  };

  uint64_t requests_ = 0;
  std::ostringstream log_;
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

}  // namespace sempurna
