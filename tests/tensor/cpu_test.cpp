#include "tensor/cpu.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sempurna {
namespace {

TEST(CpuFacts, NameAModelAndAtLeastOneThread) {
  const CpuFacts facts = cpu_facts();
  EXPECT_FALSE(facts.model.empty());
  EXPECT_GE(facts.threads, 1);
}

TEST(CoretypeFor, IsGivenOnlyToAnAvx512CpuThatOpenBlasDoesNotKnow) {
  for (const auto* unknowing : {"Haswell", "Zen", "Prescott", "Nehalem"}) {
    EXPECT_EQ(coretype_for(unknowing, true), "SKYLAKEX");
    EXPECT_EQ(coretype_for(unknowing, false), std::nullopt);
  }
  for (const auto* knowing : {"SkylakeX", "Cooperlake", "SapphireRapids"}) {
    EXPECT_EQ(coretype_for(knowing, true), std::nullopt);
  }
}

TEST(RestartInGoodEnvironment, ChangesNothingThatThePersonHasChosen) {
  setenv("OPENBLAS_CORETYPE", "HASWELL", 1);
  setenv("OMP_WAIT_POLICY", "active", 1);
  unsetenv("GOMP_SPINCOUNT");
  EXPECT_EQ(openblas_coretype_needed(), std::nullopt);
  // Would start this program anew otherwise.
  restart_in_good_environment(nullptr);
  EXPECT_EQ(getenv("GOMP_SPINCOUNT"), nullptr);
  EXPECT_STREQ(getenv("OPENBLAS_CORETYPE"), "HASWELL");
  unsetenv("OPENBLAS_CORETYPE");
  unsetenv("OMP_WAIT_POLICY");
}

}  // namespace
}  // namespace sempurna
