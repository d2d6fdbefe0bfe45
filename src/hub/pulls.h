#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "catalog/card.h"
#include "hub/fetch_model.h"

namespace sempurna {

/// Stopped: a part came, and nobody fetches the rest.
enum class PullStatus { InProgress, Completed, Failed, Stopped };
constexpr std::array<std::string_view, 4> names_of(PullStatus) {
  return {"InProgress", "Completed", "Failed", "Stopped"};
}

/// How far the files of a card are.
struct PullState {
  PullStatus status = PullStatus::Stopped;
  int64_t bytes = 0;      ///< that are here
  int64_t all_bytes = 0;  ///< as the hub says, or before that the card
  std::string reason;     ///< of a failure
};

/// The downloads of cards' files that a server has been asked for, each in a thread of its own and
/// one at a time for each card.
class Pulls {
 public:
  using Pull = std::function<void(const Card&, const FetchOptions&)>;

  struct Options {
    Pull pull;                                     ///< pull_model() but in a test
    std::function<fs::path(const Card&)> partial;  ///< where it keeps what came
    std::function<void(const std::string&)> log;
  };

  explicit Pulls(Options options) : options_(std::move(options)) {}
  /// Ends what is at work, within a second or so; what came waits for another time.
  ~Pulls();
  Pulls(const Pulls&) = delete;
  Pulls& operator=(const Pulls&) = delete;

  /// Begins it, or joins what is at work. Throws as require_pullable() does.
  PullState begin(const Card& card);
  /// Empty of a card that nobody asked for, or whose files are here.
  std::optional<PullState> find(const Card& card) const;

 private:
  struct Work {
    PullState state;
    std::map<std::string, int64_t> of_files;
    std::jthread thread;
  };

  int64_t bytes_of(const Card& card) const;
  void run(const Card& card, Work& work, const std::stop_token& stop);

  Options options_;
  mutable std::mutex mutex_;
  std::map<std::string, Work> works_;
};

/// Those of a server: from the hub and as whom the environment says.
Pulls::Options server_pulls(const fs::path& home, std::function<void(const std::string&)> log);

}  // namespace sempurna
