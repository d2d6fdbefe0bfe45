#include "models/architectures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace sempurna {
namespace {

TEST(Architectures, AreInAlphabeticalOrder) {
  EXPECT_TRUE(
      std::is_sorted(architectures().begin(), architectures().end(),
                     [](const auto& a, const auto& b) { return a.model_type < b.model_type; }));
}

TEST(Architectures, AnUnknownOneIsNamedBesideTheKnown) {
  try {
    build_model({Json{{"model_type", "gpt2"}}, nullptr, 2, true, 1});
    FAIL() << "built a model of an unknown family";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_NE(std::string(error.what()).find("'gpt2'"), std::string::npos);
  }
}

}  // namespace
}  // namespace sempurna
