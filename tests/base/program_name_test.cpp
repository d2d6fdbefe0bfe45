#include "base/program_name.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sempurna {
namespace {

TEST(ProgramName, CommandsAreShownAsTheyCanBeTyped) {
  set_program_name("./sempurna");
  EXPECT_EQ(with_program_name("go on with `sempurna fine-tune --resume`, or see `sempurna models`"),
            "go on with `./sempurna fine-tune --resume`, or see `./sempurna models`");
  EXPECT_EQ(with_program_name("a model that sempurna fine-tuned"),
            "a model that sempurna fine-tuned");
  set_program_name("sempurna");
  EXPECT_EQ(with_program_name("`sempurna models`"), "`sempurna models`");
  ::unsetenv("SEMPURNA_PROGRAM");
  EXPECT_EQ(with_program_name("`sempurna models`"), "`sempurna models`");
}

}  // namespace
}  // namespace sempurna
