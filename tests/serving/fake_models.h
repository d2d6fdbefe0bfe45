#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/error.h"
#include "base/files.h"
#include "http/server.h"
#include "run/executor.h"

namespace sempurna {

/// A worker of this process, that answers with what its model's file "answer" says; where that is
/// "echo", with what it is asked, but refuses what begins with "bad", fails at what begins with
/// "ill", takes its time for "long", and ends at what begins with "gone". It ends at once where the
/// file says "broken", and never is ready where it says "slow".
class FakeModel : public Execution {
 public:
  /// `deaths`: how many models still end at "gone".
  FakeModel(const ServedModel& model, std::atomic<int>& deaths)
      : deaths_(deaths), says_(read_file(model.folder / "answer")) {
    if (says_ == "broken") {
      write_file_atomic(model.log, "sempurna-worker: it is broken\n");
      exit_ = Exit{.status = 1};
    }
    if (says_ == "broken" || says_ == "slow") return;
    HttpOptions options;
    options.socket = model.socket;
    server_ = std::make_unique<HttpServer>(
        options, [this](ServerRequest& request, ResponseWriter& answer) {
          if (request.method != "POST") return answer.send(200, {}, "");
          const std::string body = request.body->read_all(1 << 20);
          if (says_ == "echo") return echo(body, answer);
          answer.send(200, {{"Content-Type", "text/plain"}}, says_);
        });
    thread_ = std::thread([this] { server_->run(std::chrono::seconds(1)); });
  }
  ~FakeModel() override { end(); }

  std::optional<Exit> poll() override { return has_died_ ? Exit{} : exit_; }
  void stop() override {
    end();
    if (!exit_) exit_ = Exit{};
  }
  void finish() override { stop(); }

 private:
  void echo(const std::string& body, ResponseWriter& answer) {
    if (body.starts_with("gone") && deaths_ > 0) {
      --deaths_;
      has_died_ = true;
      answer.start(200, {}, body.size());  // and then no more
      throw Error(Code::Unavailable, "it is gone");
    }
    if (body.starts_with("long")) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const int status = body.starts_with("bad") ? 400 : body.starts_with("ill") ? 500 : 200;
    answer.send(status, {}, status == 200 ? "<" + body + ">" : "it is " + body + "\n");
  }

  void end() {
    if (server_) server_->stop();
    if (thread_.joinable()) thread_.join();
    server_.reset();
  }

  std::atomic<int>& deaths_;
  std::string says_;
  std::optional<Exit> exit_;
  std::atomic<bool> has_died_ = false;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

struct FakeModels : public Executor {
  std::unique_ptr<Execution> start(const JobFolder&, const WorkerOptions&) override {
    throw Error(Code::Internal, "no endpoint trains");
  }
  std::unique_ptr<Execution> serve(const ServedModel& model, const WorkerOptions&) override {
    ++started;
    return std::make_unique<FakeModel>(model, deaths);
  }

  std::atomic<int> started = 0;
  std::atomic<int> deaths = 0;
};

}  // namespace sempurna
