#include "train/stop_signals.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace sempurna {
namespace {

constexpr int kAsked = 3;
constexpr int kNotAsked = 4;

/// Ends the process with whether the signal, come three times, asked for a stop.
[[noreturn]] void raise_thrice(int signal) {
  const StopSignals signals;
  for (int time = 0; time < 3; ++time) ::raise(signal);
  std::_Exit(stop_requested() ? kAsked : kNotAsked);
}

TEST(StopSignals, AreARequestHoweverOftenTheyCome) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    EXPECT_EXIT(
        {
          std::signal(signal, SIG_DFL);
          raise_thrice(signal);
        },
        testing::ExitedWithCode(kAsked), "")
        << signal;
  }
}

TEST(StopSignals, StayIgnoredWhereTheyWereButForTheOneThatAnExecutorSends) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    EXPECT_EXIT(
        {
          std::signal(signal, SIG_IGN);
          raise_thrice(signal);
        },
        testing::ExitedWithCode(signal == SIGTERM ? kAsked : kNotAsked), "")
        << signal;
  }
}

TEST(StopSignals, AFinishIsNoStop) {
  EXPECT_EXIT(
      {
        const StopSignals signals;
        ::raise(SIGUSR1);
        if (!finish_requested() || stop_requested()) std::_Exit(kNotAsked);
        ::raise(SIGTERM);
        std::_Exit(finish_requested() && stop_requested() ? kAsked : kNotAsked);
      },
      testing::ExitedWithCode(kAsked), "");
}

TEST(StopSignals, AreAsTheyWereAfterwards) {
  EXPECT_EXIT(
      {
        std::signal(SIGHUP, SIG_DFL);
        { const StopSignals signals; }
        ::raise(SIGHUP);
      },
      testing::KilledBySignal(SIGHUP), "");
}

}  // namespace
}  // namespace sempurna
