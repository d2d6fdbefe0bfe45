#include "train/feature_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/error.h"
#include "fakes.h"

namespace sempurna {
namespace {

class FeatureStoreTest : public testing::Test {
 protected:
  FeatureStore::Options options(const std::string& key = "a") {
    return {.folder = folder_.path() / "features",
            .name = "training",
            .key = key,
            .batch_size = 8,
            .precision = Precision::Fp32};
  }
  Tensor direct() {
    const at::NoGradGuard no_grad;
    source_.begin(ordered_batches(source_.size(), source_.size()), 0, false);
    return model_.features(source_.next().batch, Pass{});
  }

  TemporaryFolder folder_;
  TinyModel model_{12, 16, 3};
  CloudSource source_{1100, 12, 3};
};

TEST_F(FeatureStoreTest, GivesTheBackbonesFeaturesByPosition) {
  const FeatureStore store(model_, source_, options());
  const std::vector<int64_t> positions = {1099, 0, 511, 512, 513};
  const Tensor expected = direct().index_select(0, at::tensor(positions, at::kLong));
  EXPECT_TRUE(at::allclose(store.rows(positions, 0), expected, 1e-5, 1e-6));
}

TEST_F(FeatureStoreTest, EachExamplePassesTheBackboneOnce) {
  int64_t heard = 0;
  const FeatureStore store(model_, source_, options(), [&](int64_t done, int64_t all) {
    heard = done;
    EXPECT_EQ(all, 1100);
  });
  EXPECT_EQ(heard, 1100);
  EXPECT_EQ(model_.passes, (1100 + 7) / 8);
}

TEST_F(FeatureStoreTest, StoppedRunGoesOnWithWhatIsMissing) {
  EXPECT_THROW(FeatureStore(model_, source_, options(),
                            [](int64_t done, int64_t) {
                              if (done >= 512) throw Error(Code::Cancelled, "stop");
                            }),
               Error);
  const int64_t before = model_.passes;
  const FeatureStore store(model_, source_, options());
  EXPECT_EQ(before, 64);
  EXPECT_EQ(model_.passes - before, 138 - 64);
  const FeatureStore whole(model_, source_, options());
  EXPECT_EQ(model_.passes, 138);
}

TEST_F(FeatureStoreTest, DamagedOrForeignFeaturesAreComputedAgain) {
  { const FeatureStore store(model_, source_, options()); }
  const auto file = folder_.path() / "features" / "training-0-1.safetensors";
  std::string content = read_file(file);
  content[content.size() - 100] ^= 1;
  std::ofstream(file, std::ios::binary) << content;
  model_.passes = 0;
  const FeatureStore again(model_, source_, options());
  EXPECT_EQ(model_.passes, 64);
  EXPECT_TRUE(at::allclose(again.rows({600}, 0), direct().slice(0, 600, 601), 1e-5, 1e-6));

  std::ofstream(file, std::ios::binary) << "not a safetensors file";
  model_.passes = 0;
  { const FeatureStore store(model_, source_, options()); }
  EXPECT_EQ(model_.passes, 64);

  model_.passes = 0;
  const FeatureStore other(model_, source_, options("b"));
  EXPECT_EQ(model_.passes, 138);
}

TEST_F(FeatureStoreTest, ViewsAreTheRandomChangesOfEpochs) {
  auto with_views = options();
  with_views.views = 3;
  with_views.augment = true;
  const FeatureStore store(model_, source_, with_views);
  EXPECT_FALSE(at::equal(store.rows({0}, 0), store.rows({0}, 2)));
  FeatureSource source(store, source_.labels(), 3);
  source.begin({{5, 6}}, 4, true);
  const Examples examples = source.next();
  EXPECT_TRUE(at::equal(examples.features, store.rows({5, 6}, 1)));
  EXPECT_TRUE(at::equal(examples.labels, at::tensor({2, 0}, at::kLong)));
}

}  // namespace
}  // namespace sempurna
