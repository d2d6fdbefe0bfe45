#include "serving/variant.h"

#include <algorithm>

#include "base/error.h"
#include "base/replace_all.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

using namespace std::chrono_literals;

constexpr auto kPingWithin = 2s;  // as SageMaker has it of containers
constexpr auto kPingEvery = 5s;
constexpr auto kPingAgain = 1s;  // after a miss
constexpr int kMissedPings = 5;
constexpr auto kLongestPause = 30s;
constexpr auto kWellAfter = 10s;  // of work, what was lost before counts no more
constexpr int kMostDoublings = 5;

}  // namespace

Variant::Variant(VariantPlan plan, fs::path folder, fs::path socket)
    : plan_(std::move(plan)),
      folder_(std::move(folder)),
      socket_(std::move(socket)),
      weight_(plan_.weight),
      client_(socket_),
      log_(JobFolder{folder_}),
      metrics_(std::make_shared<MetricLog>(folder_)),
      use_(folder_) {}

Variant::~Variant() {
  worker_.reset();
  std::error_code left;
  fs::remove(socket_, left);
  fs::remove(socket_.parent_path(), left);
}

void Variant::start(Executor& executor, const Say& say) {
  begin(executor, say);
}

void Variant::begin(Executor& executor, const Say& say) {
  missed_pings_ = 0;
  answered_ = false;
  began_ = Clock::now();
  ping_at_ = began_;
  try {
    worker_ = executor.serve({.folder = model(), .socket = socket_, .log = folder_ / "log.txt"},
                             {.is_confined = plan_.without_network, .is_of_server = true});
  } catch (const std::exception& error) {
    lose(without_places(error.what()), say);
  }
}

bool Variant::look(Executor& executor, const Say& say) {
  log_.note(system_clock().now());
  metrics_->write_finished(system_clock().now());
  if (!worker_) {
    if (Clock::now() >= begin_at_) begin(executor, say);
    return false;
  }
  if (const auto exit = worker_->poll()) {
    lose(why_it_ended(*exit), say);
    return false;
  }
  use_.look(*worker_, *metrics_);
  if (Clock::now() >= ping_at_ || !ready_) ping(say);
  return ready_;
}

void Variant::ping(const Say& say) {
  const auto before = Clock::now();
  if (before < ping_at_ && missed_pings_ > 0) return;  // a miss a moment ago
  if (client_.ping(kPingWithin)) {
    ready_ = was_ready_ = answered_ = true;
    missed_pings_ = 0;
    if (before > began_ + kWellAfter) losses_ = 0;
    ping_at_ = Clock::now() + kPingEvery;
    return;
  }
  if (answered_) {
    ping_at_ = Clock::now() + kPingAgain;
    if (++missed_pings_ >= kMissedPings) lose("the worker does not answer any more", say);
  } else if (before > began_ + std::chrono::seconds(plan_.ready_within)) {
    lose(fmt::format("it was not ready within {} seconds", plan_.ready_within), say);
  }
}

void Variant::lose(const std::string& why, const Say& say) {
  worker_.reset();
  ready_ = false;
  if (!was_ready_) lost_ = why;
  const auto pause = std::min<Clock::duration>(
      losses_ == 0 ? 0s : 500ms * (1 << std::min(losses_, kMostDoublings)), kLongestPause);
  ++losses_;
  begin_at_ = Clock::now() + pause;
  say(fmt::format("the variant {}: {}", plan_.name, why));
}

/// By the last that it said, where it ended by itself.
std::string Variant::why_it_ended(const Exit& exit) {
  if (exit.status == kExitNotConfined)
    return "the worker could not be isolated: the system gives it no network of its own; allow "
           "user namespaces, or ask for no isolation";
  log_.note(system_clock().now());
  const auto lines = exit.signal == 0 ? log_.lines() : std::vector<LogLine>();
  if (lines.empty()) {
    return lost_worker(exit, "use a smaller model, or fewer endpoints", "").what();
  }
  std::string words = lines.back().text;
  for (const std::string_view who : {"sempurna-worker: ", "sempurna: "}) {
    if (words.starts_with(who)) words.erase(0, who.size());
  }
  return without_places(words);
}

std::string Variant::without_places(std::string words) const {
  words = replace_all(std::move(words), model().string(), plan_.model_data);
  return replace_all(std::move(words), folder_.string(), "its folder");
}

std::optional<std::string> Variant::failure() const {
  if (was_ready_) return std::nullopt;
  return lost_.empty() ? std::nullopt : std::optional(lost_);
}

void Variant::stop() {
  ready_ = false;
  if (worker_) worker_->stop();
}

void Variant::kill() {
  ready_ = false;
  worker_.reset();
}

bool Variant::has_ended() {
  if (worker_ && worker_->poll()) worker_.reset();
  return !worker_;
}

}  // namespace sempurna
