#include "serving/variant.h"

#include <algorithm>

#include "base/error.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

using namespace std::chrono_literals;

constexpr auto kPingWithin = 2s;  // as SageMaker has it of containers
constexpr auto kPingEvery = 5s;
constexpr int kMissedPings = 3;
constexpr auto kLongestPause = 30s;
constexpr int kMostDoublings = 5;

}  // namespace

Variant::Variant(VariantPlan plan, fs::path folder, fs::path socket)
    : plan_(std::move(plan)),
      folder_(std::move(folder)),
      socket_(std::move(socket)),
      weight_(plan_.weight),
      client_(socket_),
      log_(JobFolder{folder_}) {}

void Variant::start(Executor& executor, const Say& say) {
  started_ = Clock::now();
  begin(executor, say);
}

void Variant::begin(Executor& executor, const Say& say) {
  missed_pings_ = 0;
  try {
    worker_ = executor.serve({.folder = model(), .socket = socket_, .log = folder_ / "log.txt"},
                             {.without_network = plan_.without_network});
  } catch (const Error& error) {
    lose(error.what(), say);
  }
}

bool Variant::look(Executor& executor, const Say& say) {
  log_.note(system_clock().now());
  const auto now = Clock::now();
  if (!worker_) {
    if (now >= begin_at_) begin(executor, say);
    return false;
  }
  if (const auto exit = worker_->poll()) {
    lose(exit->status == kExitNotIsolated
             ? "the worker could not be given a network of its own"
             : lost_worker(*exit, "use a smaller model, or fewer endpoints", "").what(),
         say);
    return false;
  }
  if (ready_ && now < ping_at_) return true;
  if (client_.ping(kPingWithin)) {
    ready_ = was_ready_ = true;
    losses_ = missed_pings_ = 0;
    ping_at_ = now + kPingEvery;
  } else if (ready_ && ++missed_pings_ >= kMissedPings) {
    lose("the worker does not answer any more", say);
  }
  return ready_;
}

void Variant::lose(const std::string& why, const Say& say) {
  log_.note(system_clock().now());
  const std::string words = worker_ ? last_words() : "";
  worker_.reset();
  ready_ = false;
  if (!was_ready_) lost_ = words.empty() ? why : words;
  const auto pause = std::min<Clock::duration>(
      losses_ == 0 ? 0s : 500ms * (1 << std::min(losses_, kMostDoublings)), kLongestPause);
  ++losses_;
  begin_at_ = Clock::now() + pause;
  say(fmt::format("the variant {}: {}", plan_.name, words.empty() ? why : words));
}

/// What the worker said before it ended, without who says it.
std::string Variant::last_words() const {
  const auto lines = log_.lines();
  if (lines.empty()) return "";
  std::string words = lines.back().text;
  for (const std::string_view who : {"sempurna-worker: ", "sempurna: "}) {
    if (words.starts_with(who)) words.erase(0, who.size());
  }
  return words;
}

std::optional<std::string> Variant::failure() const {
  if (was_ready_) return std::nullopt;
  if (!lost_.empty()) return lost_;
  if (Clock::now() < started_ + std::chrono::seconds(plan_.ready_within)) return std::nullopt;
  return fmt::format("it was not ready within {} seconds", plan_.ready_within);
}

void Variant::stop() {
  ready_ = false;
  if (worker_) worker_->stop();
}

bool Variant::has_ended() {
  if (worker_ && worker_->poll()) worker_.reset();
  return !worker_;
}

}  // namespace sempurna
