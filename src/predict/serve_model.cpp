#include <fmt/format.h>
#include <omp.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <semaphore>

#include "base/error.h"
#include "base/standard_streams.h"
#include "base/usable_threads.h"
#include "catalog/invocation.h"
#include "catalog/tasks.h"
#include "dataset/tasks.h"
#include "http/address.h"
#include "http/server.h"
#include "predict/answerer.h"
#include "predict/commands.h"
#include "predict/content_types.h"
#include "predict/predictor.h"

namespace sempurna {

namespace {

constexpr auto kJson = "application/json";
constexpr auto kPlain = "text/plain";
// SageMaker gives a container half a minute to end.
constexpr auto kEndWithin = std::chrono::seconds(25);

HttpServer* running = nullptr;

void on_signal(int) {
  if (running != nullptr) running->stop();
}

/// Refuses a request by its sentence, which reaches whoever asked.
void refuse(ResponseWriter& answer, int status, const std::string& sentence) {
  answer.send(status, {{"Content-Type", kPlain}}, sentence + "\n");
}

/// Answers SageMaker's two questions to a container: GET /ping and POST /invocations.
class ModelHandler {
 public:
  explicit ModelHandler(Predictor& predictor)
      : predictor_(predictor), answerer_(predictor), free_(usable_threads()) {}

  void operator()(ServerRequest& request, ResponseWriter& answer) {
    const bool is_ping = request.path == "/ping";
    if (!is_ping && request.path != "/invocations") {
      return refuse(answer, 404,
                    request.path + " is not here; GET /ping and POST /invocations are");
    }
    const auto method = is_ping ? "GET" : "POST";
    if (request.method != method) {
      return refuse(answer, 405, fmt::format("{} takes {} alone", request.path, method));
    }
    if (is_ping) return answer.send(200, {}, "");
    try {
      invoke(request, answer);
    } catch (const HttpError&) {
      throw;
    } catch (const Error& error) {
      const bool of_model = error.code() == Code::Internal || error.code() == Code::Unavailable ||
                            error.code() == Code::ResourceLimit;
      if (of_model) tell("sempurna-worker: {}\n", error.what());
      refuse(answer, of_model ? 500 : 400, error.what());
    }
  }

 private:
  void invoke(ServerRequest& request, ResponseWriter& answer) {
    const TaskData& data = data_of(predictor_.task());
    const std::string type = media_type(request.header("content-type"));
    std::string body = request.body->read_all(kLargestInvocation);
    if (std::ranges::find(data.content_types, type) == data.content_types.end()) {
      return refuse(answer, 415,
                    fmt::format("unsupported content type '{}'; this model takes {}", type,
                                fmt::join(data.content_types, ", ")));
    }
    const auto accepted = answer_type(request.header("accept"));
    if (!accepted) {
      return refuse(answer, 406,
                    fmt::format("unsupported accept type '{}'; this model answers "
                                "application/json and application/json;verbose",
                                request.header("accept")));
    }
    const Json said = predictor_.to_json(answerer_.answer(prepare(std::move(body), data)));
    const Json brief = {{"probabilities", said["probabilities"]}};
    answer.send(200, {{"Content-Type", kJson}},
                to_line(*accepted == AnswerType::Verbose ? said : brief));
  }

  /// As many at a time as there are processors, each on one.
  Batch prepare(std::string body, const TaskData& data) {
    free_.acquire();
    struct Release {
      std::counting_semaphore<>& semaphore;
      ~Release() { semaphore.release(); }
    } const release{free_};
    omp_set_num_threads(1);
    return predictor_.prepare(data.input_of_body(std::move(body)));
  }

  Predictor& predictor_;
  Answerer answerer_;
  std::counting_semaphore<> free_;
};

}  // namespace

int serve_model(const ServeModelOptions& options) {
  Predictor predictor = Predictor::open(options.archive);
  ModelHandler handler(predictor);
  HttpOptions http;
  http.address = options.address;
  http.port = options.port;
  http.socket = options.socket;
  http.limits.connections_per_address = http.limits.connections;
  HttpServer server(http, std::ref(handler));
  running = &server;
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);
  const auto task = facts_of(predictor.task()).title.english;
  if (options.socket.empty()) {
    say("{} with {} classes at http://{}/invocations\n", task, predictor.labels().size(),
        to_text({options.address, server.port()}));
  } else {
    say("{} with {} classes is ready\n", task, predictor.labels().size());
  }
  std::fflush(stdout);
  server.run(kEndWithin);
  running = nullptr;
  return 0;
}

}  // namespace sempurna
