#include "hub/listing.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

const HubSource kSource{"org/name", "main"};

std::vector<std::string> needed(const std::vector<std::string>& names) {
  HubModel model;
  for (const auto& name : names) model.files.push_back({name, {}, {}});
  std::vector<std::string> result;
  for (const auto& file : needed_files(model, kSource)) result.push_back(file.name);
  return result;
}

TEST(HubListing, ReadsNamesSizesAndHashes) {
  const std::string sha(64, 'a');
  const HubModel model = parse_listing(
      R"({"sha":"0123456789abcdef0123456789abcdef01234567","private":false,"siblings":[)"
      R"({"rfilename":"config.json","size":7,"blobId":"x"},)"
      R"({"rfilename":"model.safetensors","size":9,"lfs":{"sha256":")" +
          sha + R"(","size":9}},{"rfilename":"old"}]})",
      kSource);
  EXPECT_EQ(model.commit, "0123456789abcdef0123456789abcdef01234567");
  ASSERT_EQ(model.files.size(), 3U);
  EXPECT_EQ(model.files[0].size, 7U);
  EXPECT_EQ(model.files[0].sha256, "");
  EXPECT_EQ(model.files[1].sha256, sha);
  EXPECT_FALSE(model.files[2].size.has_value());
}

TEST(HubListing, RefusesAnswersThatAreNone) {
  const auto refused = [](std::string_view json, std::string_view part) {
    expect_error(Code::DataCorrupt, part, [&] { parse_listing(json, kSource); });
  };
  refused("<html>", "the hub's list of org/name's files is not valid JSON");
  refused("[]", "has no \"siblings\"; does HF_ENDPOINT name a hub");
  refused(R"({"siblings":{}})", "has no \"siblings\"");
  refused(R"({"siblings":[{"rfilename":"a","lfs":{"sha256":"../../x"}}]})", "as the SHA-256 of a");
  EXPECT_EQ(parse_listing(R"({"sha":"../x","siblings":[7,{"rfilename":3}]})", kSource).commit, "");
}

TEST(HubListing, ChoosesOneFormOfTheWeightsAndNothingElse) {
  EXPECT_EQ(needed({"README.md", "config.json", "flax_model.msgpack", "model.safetensors",
                    "pytorch_model.bin", "tf_model.h5", "vocab.txt", "onnx/model.onnx"}),
            (std::vector<std::string>{"config.json", "vocab.txt", "model.safetensors"}));
  EXPECT_EQ(
      needed({"config.json", "pytorch_model.bin", "preprocessor_config.json"}),
      (std::vector<std::string>{"config.json", "preprocessor_config.json", "pytorch_model.bin"}));
  EXPECT_EQ(
      needed({"config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
              "model.safetensors.index.json", "pytorch_model.bin", "other.safetensors",
              "sub/model-1.safetensors", "model-/../../x.safetensors"}),
      (std::vector<std::string>{"config.json", "model.safetensors.index.json",
                                "model-00001-of-00002.safetensors",
                                "model-00002-of-00002.safetensors"}));
}

TEST(HubListing, RefusesAModelWithoutWeightsOrConfig) {
  expect_error(Code::NotFound, "org/name has no weights that can be read here (one of model.safe",
               [] {
                 needed({"config.json", "tf_model.h5"});
               });
  expect_error(Code::NotFound, "org/name has no config.json",
               [] { needed({"model.safetensors"}); });
}

}  // namespace
}  // namespace sempurna
