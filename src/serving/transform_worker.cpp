#include "serving/transform_worker.h"

#include <algorithm>
#include <thread>

#include "base/machine_memory.h"
#include "jobs/job_memory.h"
#include "serving/fetch_model.h"

namespace sempurna {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr auto kLookEvery = 200ms;
constexpr auto kLookSoon = 20ms;  // while something is about to be ready
constexpr auto kLookForMemoryEvery = 200ms;

}  // namespace

TransformWorker::TransformWorker(const TransformServer& server, MemoryTurn& turn,
                                 Executor& executor, const TransformRecord& record,
                                 ObjectStore& objects, const fs::path& folder,
                                 const fs::path& socket, const std::atomic<bool>& ends)
    : server_(server),
      turn_(turn),
      executor_(executor),
      job_(record.name),
      plan_(record.plan),
      ends_(ends),
      variant_(plan_.model, folder, socket) {
  fetch_model(variant_, objects);
  std::unique_lock one_at_a_time(turn_.mutex, std::try_to_lock);
  while (!one_at_a_time && !one_at_a_time.try_lock()) {
    check();
    std::this_thread::sleep_for(kLookSoon);
  }
  await_memory();
  start();
  ++turn_.working;
}

TransformWorker::~TransformWorker() {
  --turn_.working;
}

void TransformWorker::end() {
  is_over_ = true;
  variant_.kill();
}

void TransformWorker::check() const {
  if (ends_) throw Error(Code::Cancelled, "stopped as asked");
}

void TransformWorker::await_memory() {
  const uint64_t needed = least_memory_to_serve(variant_.model());
  for (bool is_told = false;; is_told = true) {
    const uint64_t available = server_.available_memory();
    if (available == 0 || needed <= available) return;
    const std::string lack =
        fmt::format("the model {} takes at least {} of memory, but {} are available",
                    plan_.model.name, bytes_text(needed), bytes_text(available));
    if (turn_.working == 0 && !server_.gives_memory_back()) {
      throw Error(Code::ResourceLimit, "{}; delete endpoints, or use a smaller model", lack);
    }
    if (!is_told) JobLog(variant_.folder()).add("Waits for what is at work: " + lack);
    JobLog(variant_.folder()).note(system_clock().now());
    check();
    std::this_thread::sleep_for(kLookForMemoryEvery);
  }
}

void TransformWorker::start() {
  const Say say = [](const std::string&) {};  // its failure is said
  variant_.start(executor_, say);
  while (!variant_.look(executor_, say)) {
    check();
    if (const auto why = variant_.failure()) {
      throw Error(Code::Unavailable, "The primary container did not pass the ping health check: {}",
                  *why);
    }
    std::this_thread::sleep_for(kLookSoon);
  }
}

void TransformWorker::look() {
  if (variant_.is_ready() && steady_clock::now() < look_at_) return;
  variant_.look(executor_, [&](const std::string& words) {
    server_.log(fmt::format("the transform job {}, {}", job_, words));
  });
  look_at_ = steady_clock::now() + kLookEvery;
}

std::future<ModelAnswer> TransformWorker::ask(std::string body) {
  return std::async(std::launch::async, [this, body = std::move(body)] { return answer(body); });
}

ModelAnswer TransformWorker::wait(std::future<ModelAnswer>& answer) {
  for (;;) {
    look();
    check();
    if (answer.wait_for(kLookSoon) == std::future_status::ready) return answer.get();
  }
}

/// Whether it is there in the time that it may take to start.
bool TransformWorker::await_ready() const {
  const auto until = steady_clock::now() + std::chrono::seconds(plan_.model.ready_within);
  while (!variant_.is_ready()) {
    if (is_over_ || steady_clock::now() > until) return false;
    std::this_thread::sleep_for(kLookSoon);
  }
  return !is_over_;
}

ModelAnswer TransformWorker::answer(const std::string& body) {
  ModelAnswer said;
  for (int64_t attempt = 0;; ++attempt) {
    if (!await_ready()) break;
    said = variant_.client().invoke(
        {.body = body, .content_type = plan_.content_type, .accept = plan_.accept},
        std::chrono::seconds(plan_.seconds));
    const bool is_answered = said.outcome == ModelAnswer::Outcome::Answered && said.status < 500;
    if (is_answered) break;
    const bool is_gone = said.outcome == ModelAnswer::Outcome::Gone;
    if (is_gone) variant_.suspect();
    // That it ended once need not be for the record: whoever shuts a machine down tells all that it
    // runs, and perhaps the server last.
    if (attempt >= std::max<int64_t>(plan_.retries, is_gone ? 1 : 0)) break;
  }
  return said;
}

}  // namespace sempurna
