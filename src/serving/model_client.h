#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/files.h"

namespace sempurna {

class CurlHandles;

struct Invocation {
  std::string_view body;
  std::string content_type;
  std::string accept;
};

struct ModelAnswer {
  enum class Outcome {
    Answered,
    Gone,    ///< nobody was there, or went away before an answer
    TooSlow  ///< no answer in time
  };
  Outcome outcome = Outcome::Gone;
  long status = 0;
  std::string content_type = {};
  std::string body = {};
};

/// Requests to a worker's Unix socket, over connections that are kept. Safe to use from several
/// threads.
class ModelClient {
 public:
  explicit ModelClient(fs::path socket);
  ~ModelClient();

  /// POST /invocations.
  ModelAnswer invoke(const Invocation& invocation, std::chrono::milliseconds within);
  /// GET /ping: whether it is well.
  bool ping(std::chrono::milliseconds within);

 private:
  ModelAnswer send(const char* path, const Invocation* invocation,
                   std::chrono::milliseconds within);

  fs::path socket_;
  std::unique_ptr<CurlHandles> handles_;
};

}  // namespace sempurna
