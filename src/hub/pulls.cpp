#include "hub/pulls.h"

#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/folder_size.h"
#include "hub/pull_model.h"

namespace sempurna {

Pulls::~Pulls() {
  for (auto& [id, work] : works_) work.thread.request_stop();
  for (auto& [id, work] : works_) {
    if (work.thread.joinable()) work.thread.join();
  }
}

PullState Pulls::begin(const Card& card) {
  require_pullable(card);
  const std::lock_guard lock(mutex_);
  Work& work = works_[card.id];
  if (work.state.status == PullStatus::InProgress) return work.state;
  // That of an earlier pull has said its last.
  if (work.thread.joinable()) work.thread.join();
  const int64_t before = static_cast<int64_t>(
      bytes_below(options_.partial(card)));  // throws where no hub can be asked
  work.of_files.clear();
  work.state = {PullStatus::InProgress, before, std::max(card.size_bytes, before), ""};
  work.thread =
      std::jthread([this, card, &work](const std::stop_token& stop) { run(card, work, stop); });
  return work.state;
}

void Pulls::run(const Card& card, Work& work, const std::stop_token& stop) {
  FetchOptions how;
  how.patience.stop = stop;
  how.announced = [&](const std::vector<HubFile>& files) {
    const std::lock_guard lock(mutex_);
    const auto add = [](int64_t sum, const HubFile& file) {
      return sum + static_cast<int64_t>(file.size.value_or(0));
    };
    work.state.all_bytes = std::accumulate(files.begin(), files.end(), int64_t{0}, add);
  };
  how.progress = [&](const std::string& file, int64_t done, int64_t) {
    const std::lock_guard lock(mutex_);
    work.of_files[file] = done;
    int64_t sum = 0;
    for (const auto& [name, bytes] : work.of_files) sum += bytes;
    // What an earlier pull left of the files to come counts from the first.
    work.state.bytes = std::max(work.state.bytes, sum);
  };
  auto outcome = PullStatus::Completed;
  std::string reason;
  try {
    options_.log(fmt::format("the files of {} are fetched from {}", card.id, card.hub));
    options_.pull(card, how);
    options_.log(fmt::format("the files of {} are here", card.id));
  } catch (const std::exception& error) {
    outcome = PullStatus::Stopped;
    if (!stop.stop_requested()) {
      outcome = PullStatus::Failed;
      reason = error.what();
      options_.log(fmt::format("the files of {} could not be fetched: {}", card.id, reason));
    }
  }
  const std::lock_guard lock(mutex_);
  work.state.status = outcome;
  work.state.reason = reason;
}

int64_t Pulls::bytes_of(const Card& card) const {
  try {
    return static_cast<int64_t>(bytes_below(options_.partial(card)));
  } catch (const Error&) {
    return 0;  // from a hub that cannot be asked nothing came
  }
}

std::optional<PullState> Pulls::find(const Card& card) const {
  if (card.here() || card.hub.empty()) return std::nullopt;
  {
    const std::lock_guard lock(mutex_);
    const auto found = works_.find(card.id);
    // Of what has ended well the files may have been removed since.
    const bool is_known =
        found != works_.end() && (found->second.state.status == PullStatus::InProgress ||
                                  found->second.state.status == PullStatus::Failed);
    if (is_known) return found->second.state;
  }
  const int64_t bytes = bytes_of(card);
  if (bytes == 0) return std::nullopt;
  return PullState{PullStatus::Stopped, bytes, std::max(card.size_bytes, bytes), ""};
}

Pulls::Options server_pulls(const fs::path& home, std::function<void(const std::string&)> log) {
  return {
      .pull =
          [home](const Card& card, const FetchOptions& how) {
            pull_model(card, home, hub_access_from_environment(), how);
          },
      .partial =
          [home](const Card& card) {
            return partial_folder(home, hub_access_from_environment(), {card.hub, card.revision});
          },
      .log = std::move(log)};
}

}  // namespace sempurna
