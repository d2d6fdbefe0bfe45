#include "cli/model_id.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

constexpr Task kImage = Task::ImageClassification;

class ModelId : public testing::Test {
 protected:
  void SetUp() override {
    make_folders(share_ / "cards");
    make_folders(home_ / "models");
  }

  void put_card(const std::string& id, const std::string& hub) {
    write_file_atomic(share_ / "cards" / (id + ".yaml"),
                      "id: " + id +
                          "\nname: N\ntask: image-classification\nfamily: resnet\n"
                          "description: D\nlicence: mit\n" +
                          hub);
  }

  void expect_refused(const std::string& id, Code code, const std::string& sentence) {
    expect_error(code, sentence, [&] { check_free_id(share_, home_, id); });
  }

  TemporaryFolder folder_;
  fs::path share_ = folder_.path() / "share";
  fs::path home_ = folder_.path() / "home";
};

TEST_F(ModelId, IsMadeOfTheKindTheTaskAndTheNamesLastPart) {
  const Json published = {{"architectures", {"ResNet"}}};
  EXPECT_EQ(make_model_id(published, false, kImage, "google/MobileNet_v2 1.0"),
            "huggingface-ic-mobilenet-v2-1-0");
  EXPECT_EQ(make_model_id(Json::object(), false, kImage, "a"), "pytorch-ic-a");
  EXPECT_EQ(make_model_id(published, true, Task::TextClassification, "__"), "sempurna-tc-model");
  const std::string longest = make_model_id(published, false, kImage, std::string(80, 'x'));
  EXPECT_EQ(longest.size(), 63U);
  EXPECT_NO_THROW(check_free_id(share_, home_, longest));
}

TEST_F(ModelId, IsRefusedWhenItBelongsToTheCatalogue) {
  put_card("bundled", "");
  put_card("listed", "hub: microsoft/resnet-18\n");
  EXPECT_NO_THROW(check_free_id(share_, home_, "free"));
  expect_refused("bundled", Code::InvalidArgument,
                 "the id bundled is that of a model in the catalogue; choose another id, such as "
                 "--id bundled-2");
  put_card("listed-2", "");
  expect_refused(
      "listed", Code::InvalidArgument,
      "the id listed is that of a model in the catalogue; get that with `sempurna models "
      "pull listed`, or choose another id, such as --id listed-3");
}

TEST_F(ModelId, IsRefusedWhenSomethingLiesThere) {
  make_folders(home_ / "models" / "mine");
  const std::string folder = (home_ / "models" / "mine").string();
  const std::string rest = " already; choose another id, such as --id mine-2, or remove " + folder;
  expect_refused("mine", Code::AlreadyExists, "there is " + folder + rest);
  write_file_atomic(home_ / "models" / "mine" / "card.yaml", "");
  expect_refused("mine", Code::AlreadyExists, "there is a model mine" + rest);
  fs::create_symlink("nowhere", home_ / "models" / "link");
  expect_refused("link", Code::AlreadyExists, "--id link-2");
}

TEST_F(ModelId, IsRefusedWhenItIsMalformed) {
  expect_refused("../x", Code::InvalidArgument,
                 "the id ../x cannot be used: an id holds only lower-case letters, digits and "
                 "hyphens");
}

}  // namespace
}  // namespace sempurna
