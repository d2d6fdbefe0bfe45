#include "pretrain/training_stage.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace sempurna {
namespace {

constexpr int64_t kSteps = 230;

/// A stage that draws one number towards others, which come in an order of their own.
class Staged : public testing::Test {
 protected:
  /// The number at the end. Breaks off before the step `broken`.
  double run(const std::string& name, int64_t broken = kSteps) {
    const ParameterSource source(nullptr, 1, true);
    const Tensor number = source.parameter("number", {1}, Init::zeros());
    Order order(7, 5);
    const StagePlace place{"drawing",
                           {kSteps, 1, 0.1},
                           folder_.path() / name,
                           folder_.path() / (name + ".safetensors"),
                           folder_.path() / (name + ".csv")};
    run_stage(
        place, source.asked(), [&](int64_t) { return order.next(); },
        [&](int64_t step, int64_t drawn) {
          if (step == broken) throw std::runtime_error("killed");
          ++steps_;
          const Tensor loss = (number - static_cast<double>(drawn)).pow(2).sum();
          loss.backward();
          return StageLosses{{"loss", loss.item<double>()}};
        });
    return number.item<double>();
  }

  std::string curve(const std::string& name) { return read_file(folder_.path() / (name + ".csv")); }

  const TemporaryFolder folder_;
  int64_t steps_ = 0;
};

TEST_F(Staged, GoesOnWhereItWasBroken) {
  const double whole = run("whole");
  EXPECT_THROW(run("broken", 160), std::runtime_error);
  // Told, but not kept: as if the kill came between the two.
  write_file_atomic(folder_.path() / "broken.csv", curve("broken") + "drawing,200,loss,7.0000\n");
  steps_ = 0;
  EXPECT_EQ(run("broken"), whole);
  EXPECT_EQ(steps_, kSteps - 100);
  EXPECT_EQ(curve("broken"), curve("whole"));
  EXPECT_EQ(curve("whole").substr(0, 17), "drawing,100,loss,");
}

TEST_F(Staged, OrderGivesEachOnceAnEpoch) {
  Order order(5, 3);
  for (int epoch = 0; epoch < 3; ++epoch) {
    int64_t seen = 0;
    for (int i = 0; i < 5; ++i) seen |= int64_t{1} << order.next();
    EXPECT_EQ(seen, 31);
  }
}

}  // namespace
}  // namespace sempurna
