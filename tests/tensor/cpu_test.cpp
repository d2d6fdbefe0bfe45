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

TEST(OpenblasCoretypeNeeded, IsNotWhenThePersonHasChosen) {
  setenv("OPENBLAS_CORETYPE", "HASWELL", 1);
  EXPECT_EQ(openblas_coretype_needed(), std::nullopt);
  // Would start this program anew otherwise.
  apply_blas_choice(nullptr);
  unsetenv("OPENBLAS_CORETYPE");
}

}  // namespace
}  // namespace sempurna
