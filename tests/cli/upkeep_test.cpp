#include "cli/upkeep.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <semaphore>
#include <stdexcept>

namespace sempurna {
namespace {

TEST(Upkeep, PutsInOrderAtTheStartAndRenewsWhenItIsTold) {
  Upkeep::hold_signal();
  std::binary_semaphore is_in_order(0);
  std::counting_semaphore<8> renewed(0);
  Upkeep upkeep(
      [&] {
        renewed.release();
        throw std::runtime_error("a fault of one time is not the end");
      },
      [&] { is_in_order.release(); });
  is_in_order.acquire();
  for (int i = 0; i < 2; ++i) {
    ::kill(::getpid(), SIGHUP);
    renewed.acquire();
  }
}

}  // namespace
}  // namespace sempurna
