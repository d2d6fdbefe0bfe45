#include "api/door.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "api/dialects.h"
#include "api/hosts.h"
#include "api/studio/studio.h"

namespace sempurna {

namespace {

/// Counts what passes through.
class CountingBody : public RequestBody {
 public:
  CountingBody(RequestBody& body, Metrics& metrics) : body_(body), metrics_(metrics) {}
  size_t read(std::span<std::byte> bytes) override {
    const size_t count = body_.read(bytes);
    metrics_.add_bytes_in(count);
    return count;
  }
  std::optional<uint64_t> length() const override { return body_.length(); }

 private:
  RequestBody& body_;
  Metrics& metrics_;
};

class CountingWriter : public ResponseWriter {
 public:
  CountingWriter(ResponseWriter& writer, Metrics& metrics) : writer_(writer), metrics_(metrics) {}
  void start(int status, const std::vector<Header>& headers,
             std::optional<uint64_t> length) override {
    status_ = status;
    writer_.start(status, headers, length);
  }
  void write(std::span<const std::byte> bytes) override {
    writer_.write(bytes);
    metrics_.add_bytes_out(bytes.size());
  }
  bool is_started() const override { return writer_.is_started(); }
  int status() const { return status_; }

 private:
  ResponseWriter& writer_;
  Metrics& metrics_;
  int status_ = 0;
};

// A terminal that reads the log must not take a path for its commands: bytes 0x80 to 0x9F are
// control characters to some, and spdlog leaves them as they are.
std::string printable(std::string_view text) {
  std::string shown;
  for (const unsigned char c : text) {
    if (c < ' ' || c >= 0x7f) {
      shown += fmt::format("\\x{:02x}", c);
    } else {
      shown += static_cast<char>(c);
    }
  }
  return shown;
}

/// In the order in which they were decided.
std::vector<AuditLine*> lines_of(Call& call) {
  std::vector<AuditLine*> lines;
  for (AuditLine& line : call.earlier) lines.push_back(&line);
  lines.push_back(&call.audit);
  return lines;
}

}  // namespace

struct Door::Implementation {
  Services& services;
  std::function<int()> connections;
  Metrics metrics;

  void answer_plain(ResponseWriter& writer, int status, const std::string& type,
                    const std::string& text) {
    writer.send(status, {{"Content-Type", type}, {"Cache-Control", "no-store"}}, text);
  }

  /// Health and figures. False: the request is for somebody else.
  bool answer_unsigned(const ServerRequest& request, ResponseWriter& writer) {
    if (request.method != "GET" && request.method != "HEAD") return false;
    // A bucket may have these names; its requests are signed.
    if (request.count_of("authorization") > 0 || !request.query.empty()) return false;
    if (!is_own_host(services.config, host_of(request))) return false;
    if (request.path == "/health") {
      answer_plain(writer, 200, "application/json", "{\"status\":\"ok\"}\n");
      return true;
    }
    if (request.path != "/metrics") return false;
    if (!is_loopback(request.remote_address) && !services.config.metrics_beyond_loopback)
      return false;
    answer_plain(writer, 200, "text/plain; version=0.0.4", metrics.text(connections()));
    return true;
  }
};

Door::Door(Services& services, std::function<int()> connections)
    : implementation_(new Implementation{services, std::move(connections), {}}) {}

Door::~Door() = default;

void Door::answer(ServerRequest& request, ResponseWriter& raw_writer) {
  const auto began = std::chrono::steady_clock::now();
  Implementation& door = *implementation_;
  CountingWriter writer(raw_writer, door.metrics);
  if (door.answer_unsigned(request, writer)) return;
  if (studio::answer(door.services, request, writer)) return;
  CountingBody body(*request.body, door.metrics);
  request.body = &body;

  const Dialect& dialect = dialect_of(request);
  Call call{request, writer, {dialect.service()}, BodyBudget::Share(door.services.bodies)};
  call.audit.when = door.services.clock.now();
  call.audit.who = "unknown";
  call.audit.from = request.remote_address;
  call.audit.request_id = request.id;
  const auto finish = [&] {
    const auto took = std::chrono::steady_clock::now() - began;
    for (AuditLine* line : lines_of(call)) {
      line->status = writer.status();
      door.services.audit.write(*line);
    }
    door.metrics.count(call.operation, writer.status(), took);
    // Without the query: it may hold a signature.
    const std::string operation = call.audit.operation.empty() ? "none" : call.audit.operation;
    spdlog::info("{} {} {} {} {} {:.1f} ms {}", request.remote_address, request.method,
                 printable(request.path), writer.status(), request.id,
                 std::chrono::duration<double, std::milli>(took).count(), operation);
  };
  try {
    try {
      dialect.answer(door.services, call);
    } catch (const std::exception& error) {
      const Failure failure = classify(error, dialect.errors());
      if (failure.is_ours) {
        spdlog::error("{} {} {}: {}", request.id, request.method, printable(request.path),
                      printable(error.what()));
      }
      if (writer.is_started()) throw;
      if (!call.audit.allowed && call.audit.why.empty()) call.audit.why = failure.message;
      dialect.answer_failure(call, failure);
    }
  } catch (...) {
    finish();
    throw;
  }
  finish();
}

}  // namespace sempurna
