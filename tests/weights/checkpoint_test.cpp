#include "weights/checkpoint.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "support/expect_error.h"
#include "support/shared_data.h"
#include "support/source_tree.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

fs::path golden(std::string_view file) {
  return source_tree() / "tests/golden/weights" / file;
}

void write_one(const fs::path& file, std::string name, std::string_view byte) {
  const TensorView view{std::move(name), DType::U8, {1}, std::as_bytes(std::span(byte))};
  write_safetensors(file, std::span(&view, 1));
}

std::string found(const Checkpoint& checkpoint) {
  return checkpoint.files().front().filename().string();
}

TEST(Checkpoint, PrefersSafetensorsThenTheirIndexThenBinThenOthers) {
  const TemporaryFolder folder;
  const fs::path& at = folder.path();
  fs::copy_file(golden("nested.pth"), at / "weights.pth");
  EXPECT_EQ(found(Checkpoint::open(at)), "weights.pth");
  write_one(at / "other.safetensors", "a", "1");
  EXPECT_EQ(found(Checkpoint::open(at)), "other.safetensors");
  fs::copy_file(golden("model.bin"), at / "shard.bin");
  write_file_atomic(at / "pytorch_model.bin.index.json",
                    R"({"weight_map":{"conv.weight":"shard.bin"}})");
  EXPECT_EQ(found(Checkpoint::open(at)), "shard.bin");
  fs::copy_file(golden("model.bin"), at / "pytorch_model.bin");
  EXPECT_EQ(found(Checkpoint::open(at)), "pytorch_model.bin");
  write_file_atomic(at / "model.safetensors.index.json",
                    R"({"weight_map":{"a":"other.safetensors"}})");
  EXPECT_EQ(found(Checkpoint::open(at)), "other.safetensors");
  write_one(at / "model.safetensors", "b", "2");
  EXPECT_EQ(found(Checkpoint::open(at)), "model.safetensors");
}

TEST(Checkpoint, FindsByNameAndListsNamesSorted) {
  const Checkpoint checkpoint = Checkpoint::open(golden("model.bin"));
  EXPECT_EQ(
      checkpoint.names(),
      (std::vector<std::string>{"conv.bias", "conv.weight", "norm.bias", "norm.num_batches_tracked",
                                "norm.running_mean", "norm.running_var", "norm.weight"}));
  ASSERT_NE(checkpoint.find("conv.weight"), nullptr);
  EXPECT_EQ(checkpoint.find("conv.weight")->shape, (std::vector<int64_t>{2, 1, 3, 3}));
  EXPECT_EQ(checkpoint.find("conv"), nullptr);
  EXPECT_EQ(checkpoint.sha256(), sha256_file(golden("model.bin")));
}

TEST(Checkpoint, ViewsStayValidWhileACopyLives) {
  std::unique_ptr<Checkpoint> copy;
  const TensorView* view = nullptr;
  {
    const Checkpoint checkpoint = Checkpoint::open(golden("strided.pth"));
    copy = std::make_unique<Checkpoint>(checkpoint);
    view = copy->find("column");
  }
  ASSERT_NE(view, nullptr);
  EXPECT_EQ(view->bytes.size(), 12U);
  EXPECT_EQ(view->bytes[3], std::byte{0x3f});  // 1.0, the first of column 1
}

TEST(Checkpoint, JoinsShards) {
  const TemporaryFolder folder;
  write_one(folder.path() / "model-00001-of-00002.safetensors", "a", "1");
  write_one(folder.path() / "model-00002-of-00002.safetensors", "b", "2");
  write_file_atomic(folder.path() / "model.safetensors.index.json",
                    R"({"metadata":{"total_size":2},"weight_map":)"
                    R"({"b":"model-00002-of-00002.safetensors",)"
                    R"("a":"model-00001-of-00002.safetensors"}})");
  const Checkpoint checkpoint = Checkpoint::open(folder.path());
  EXPECT_EQ(checkpoint.names(), (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(checkpoint.files().size(), 2U);
  EXPECT_EQ(
      checkpoint.sha256(),
      sha256_hex(sha256_file(checkpoint.files()[0]) + "  model-00001-of-00002.safetensors\n" +
                 sha256_file(checkpoint.files()[1]) + "  model-00002-of-00002.safetensors\n"));
}

TEST(Checkpoint, KnowsTheNamesOfSharedTensorsThatTheMetadataAloneTells) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "model.safetensors";
  const TensorView view{"words", DType::U8, {1}, std::as_bytes(std::span("7", 1))};
  write_safetensors(file, std::span(&view, 1),
                    {{"format", "pt"}, {"decoder", "words"}, {"lost", "nothing"}});
  const Checkpoint checkpoint = Checkpoint::open(file);
  EXPECT_EQ(checkpoint.names(), (std::vector<std::string>{"decoder", "words"}));
  ASSERT_NE(checkpoint.find("decoder"), nullptr);
  EXPECT_EQ(checkpoint.find("decoder")->name, "decoder");
  EXPECT_EQ(checkpoint.find("decoder")->bytes.data(), checkpoint.find("words")->bytes.data());
}

TEST(Checkpoint, DropsAWrappersPrefixThatAllNamesHave) {
  const TemporaryFolder folder;
  const auto write = [&](std::vector<std::string> names) {
    std::vector<TensorView> views;
    for (const auto& name : names) {
      views.push_back({name, DType::U8, {1}, std::as_bytes(std::span("7", 1))});
    }
    write_safetensors(folder.path() / "model.safetensors", views);
    return Checkpoint::open(folder.path());
  };
  const Checkpoint wrapped = write({"module.fc.weight", "module.fc.bias"});
  EXPECT_EQ(wrapped.names(), (std::vector<std::string>{"fc.bias", "fc.weight"}));
  EXPECT_EQ(wrapped.find("fc.weight")->name, "fc.weight");
  const Checkpoint mixed = write({"module.fc.weight", "fc.bias"});
  EXPECT_EQ(mixed.names(), (std::vector<std::string>{"fc.bias", "module.fc.weight"}));
}

TEST(Checkpoint, SaysWhatWasLookedForWhenThereAreNoWeights) {
  const TemporaryFolder folder;
  expect_error(Code::NotFound,
               "holds no weights; looked for model.safetensors, model.safetensors.index.json, "
               "pytorch_model.bin, pytorch_model.bin.index.json, and for one file ending in "
               ".safetensors, .pth, .pt",
               [&] { Checkpoint::open(folder.path()); });
  expect_error(Code::NotFound, "/nowhere does not exist", [] { Checkpoint::open("/nowhere"); });
}

TEST(Checkpoint, DoesNotGuessAmongSeveralFiles) {
  const TemporaryFolder folder;
  write_one(folder.path() / "b.safetensors", "a", "1");
  write_one(folder.path() / "a.safetensors", "a", "1");
  expect_error(Code::InvalidArgument, "several weight files, a.safetensors, b.safetensors; pass",
               [&] { Checkpoint::open(folder.path()); });
}

TEST(Checkpoint, RefusesAnIndexThatIsWrong) {
  const TemporaryFolder folder;
  const fs::path index = folder.path() / "model.safetensors.index.json";
  write_one(folder.path() / "one.safetensors", "a", "1");
  write_one(folder.path() / "two.safetensors", "a", "1");
  const auto refused = [&](std::string_view json, Code code, std::string_view part) {
    SCOPED_TRACE(json);
    write_file_atomic(index, json);
    expect_error(code, part, [&] { Checkpoint::open(folder.path()); });
  };
  refused("{", Code::DataCorrupt, "is not valid JSON");
  refused("[]", Code::DataCorrupt, "has no \"weight_map\"");
  refused(R"({"weight_map":{}})", Code::DataCorrupt, "has no \"weight_map\"");
  refused(R"({"weight_map":[[[[[[]]]]]]})", Code::DataCorrupt, "is nested more than 3 levels deep");
  refused(R"({"weight_map":{"a":"../one.safetensors"}})", Code::DataCorrupt,
          "tensor a lies in \"../one.safetensors\", which is not the name of a file");
  refused(R"({"weight_map":{"a":".."}})", Code::DataCorrupt, "not the name of a file");
  refused(R"({"weight_map":{"a":7}})", Code::DataCorrupt, "tensor a lies in 7");
  refused(R"({"weight_map":{"a":"three.safetensors"}})", Code::NotFound,
          "three.safetensors is missing, though model.safetensors.index.json names it");
  refused(R"({"weight_map":{"b":"one.safetensors"}})", Code::DataCorrupt,
          "tensor b should be in one.safetensors, but is not");
  refused(R"({"weight_map":{"a":"one.safetensors","b":"two.safetensors"}})", Code::DataCorrupt,
          "two.safetensors: tensor a is in another shard as well");
}

TEST(Checkpoint, NamesTheWayOutForFilesOfAnotherKind) {
  expect_error(Code::InvalidArgument,
               "old_format.pth was saved in the format that torch.save had before version 1.6",
               [] { Checkpoint::open(golden("old_format.pth")); });
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "model.safetensors",
                    "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n");
  expect_error(Code::InvalidArgument, "is only a Git LFS pointer",
               [&] { Checkpoint::open(folder.path()); });
  write_file_atomic(folder.path() / "model.safetensors", "");
  expect_error(Code::DataCorrupt, "0 bytes are too few", [&] { Checkpoint::open(folder.path()); });
}

TEST(Checkpoint, ReadsAndRewritesThePublishedMobileNet) {
  const auto folder = shared_data("weights/mobilenet_v2_1.0_224");
  if (!folder) GTEST_SKIP() << "the shared reference weights are not here";
  const Checkpoint checkpoint = Checkpoint::open(*folder);
  EXPECT_GT(checkpoint.names().size(), 150U);
  std::vector<TensorView> tensors;
  for (const auto& name : checkpoint.names()) tensors.push_back(*checkpoint.find(name));
  const TemporaryFolder out;
  write_safetensors(out.path() / "model.safetensors", tensors);
  const Checkpoint again = Checkpoint::open(out.path());
  ASSERT_EQ(again.names(), checkpoint.names());
  for (const auto& tensor : tensors) {
    const auto& copy = again.find(tensor.name)->bytes;
    EXPECT_TRUE(std::equal(copy.begin(), copy.end(), tensor.bytes.begin(), tensor.bytes.end()));
  }
}

}  // namespace
}  // namespace sempurna
