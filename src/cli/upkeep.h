#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace sempurna {

/// What a server does beside answering: it reads its files anew when it is told to (SIGHUP), and
/// puts its store in order at the start and every hour. Both run on one thread, one after another;
/// what they throw goes to the log.
class Upkeep {
 public:
  Upkeep(std::function<void()> renew, std::function<void()> put_in_order);
  ~Upkeep();
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  /// Leaves SIGHUP to this. Before the first thread starts.
  static void hold_signal();

 private:
  void run(const std::stop_token& stop);

  std::function<void()> renew_;
  std::function<void()> put_in_order_;
  std::jthread thread_;
};

}  // namespace sempurna
