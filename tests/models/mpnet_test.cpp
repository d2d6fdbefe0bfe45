#include "models/mpnet.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "models/golden.h"

namespace sempurna {
namespace {

TEST(Mpnet, LogitsAreTheReferences) {
  Golden("mpnet").expect_logits();
}

TEST(Mpnet, GradientsAreTheReferences) {
  Golden("mpnet").expect_gradients();
}

TEST(Mpnet, TenAdamWStepsAreTheReferences) {
  Golden("mpnet").expect_adamw_losses();
}

TEST(Mpnet, HasTheTensorsOfThePublishedLayout) {
  Golden("mpnet").expect_same_tensors();
}

TEST(Mpnet, RefusesOtherBuckets) {
  const Golden golden("mpnet");
  ModelRequest request = golden.request();
  request.config["relative_attention_num_buckets"] = 16;
  try {
    build_mpnet(request);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "config.json has 16 for 'relative_attention_num_buckets', but this model can be "
                 "trained here only with 32");
  }
}

}  // namespace
}  // namespace sempurna
