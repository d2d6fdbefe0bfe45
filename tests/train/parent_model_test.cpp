#include "train/parent_model.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "catalog/families.h"
#include "job_fixture.h"
#include "support/expect_error.h"
#include "train/export_model.h"

namespace sempurna {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class ParentModelTest : public JobFixture {
 protected:
  ParentModel parent() const { return open_parent(root() / "parent"); }
};

TEST_F(ParentModelTest, KnowsItsTaskAndContent) {
  const ParentModel p = parent();
  EXPECT_EQ(p.task, Task::ImageClassification);
  EXPECT_EQ(p.model_type, "mobilenet_v2");
  EXPECT_FALSE(p.top_layer);
  const std::string before = p.hash;
  write_file_atomic(root() / "parent" / "labels_info.json", R"({"labels": ["x", "y", "z"]})");
  const ParentModel tuned = parent();
  EXPECT_NE(tuned.hash, before);
  ASSERT_TRUE(tuned.top_layer);
  EXPECT_EQ(tuned.top_layer->labels, (std::vector<std::string>{"x", "y", "z"}));
}

TEST_F(ParentModelTest, DoesWhatItIsAskedOrWasTrainedFor) {
  EXPECT_EQ(open_parent(root() / "parent", Task::ImageClassification).task,
            Task::ImageClassification);
  expect_error(Code::InvalidArgument, "models of the family mobilenet_v2 do no text-classification",
               [&] { open_parent(root() / "parent", Task::TextClassification); });
  write_file_atomic(root() / "parent" / "training.json", R"({"task": "image-classification"})");
  EXPECT_EQ(parent().task, Task::ImageClassification);
  // As a newer version may have written it.
  write_file_atomic(root() / "parent" / "training.json", R"({"task": "drawing"})");
  expect_error(Code::DataCorrupt,
               "training.json names the task \"drawing\", which models of the family mobilenet_v2 "
               "do not do",
               [&] { parent(); });
  write_file_atomic(root() / "parent" / "training.json", R"({"anything": "else"})");
  EXPECT_EQ(parent().task, Task::ImageClassification);
}

TEST_F(ParentModelTest, LabelsThatAreNoneAreRefused) {
  for (const char* content : {"[]", "{}", R"({"labels": "x"})", R"({"labels": [1, 2]})",
                              R"({"labels": ["alone"]})", "{"}) {
    write_file_atomic(root() / "parent" / "labels_info.json", content);
    try {
      parent();
      ADD_FAILURE() << content;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::DataCorrupt) << content;
      EXPECT_THAT(error.what(), HasSubstr("labels_info.json")) << content;
    }
  }
}

TEST_F(ParentModelTest, ConfigOfTheResultNamesItsClasses) {
  const Json config = fine_tuned_config(parent(), {"cat", "dog"}, false);
  EXPECT_EQ(config.at("id2label"), Json({{"0", "cat"}, {"1", "dog"}}));
  EXPECT_EQ(config.at("label2id"), Json({{"cat", 0}, {"dog", 1}}));
  EXPECT_EQ(config.at("problem_type"), "single_label_classification");
  EXPECT_EQ(config.at("depth_multiplier"), parent().config.at("depth_multiplier"));
  EXPECT_FALSE(config.contains("binary_mode"));
}

TEST_F(ParentModelTest, ConfigOfEveryFamilyNamesTheClassThatReadsItElsewhere) {
  for (const Family& family : families()) {
    ParentModel p;
    p.model_type = family.model_type;
    p.task = family.tasks.front();
    p.config = {{"model_type", family.model_type}};
    const Json config = fine_tuned_config(p, {"cat", "dog"}, false);
    // transformers has no SqueezeNet, and nothing that reads words.
    const bool is_known = !family.transformers.empty();
    ASSERT_EQ(config.contains("architectures"), is_known) << family.model_type;
    if (!is_known) continue;
    const bool image = p.task == Task::ImageClassification;
    EXPECT_THAT(config.at("architectures").at(0).get<std::string>(),
                EndsWith(image ? "ForImageClassification" : "ForSequenceClassification"));
  }
}

TEST_F(ParentModelTest, ConfigOfTimmNamesItsClassesAsTimmDoes) {
  ParentModel p = parent();
  p.config = {{"architecture", "resnet18"}, {"num_classes", 1000}};
  const Json config = fine_tuned_config(p, {"cat", "dog", "eel"}, false);
  EXPECT_EQ(config.at("num_classes"), 3);
  EXPECT_EQ(config.at("label_names"), Json({"cat", "dog", "eel"}));
  EXPECT_FALSE(config.contains("id2label"));
}

TEST_F(ParentModelTest, ConfigOfTheResultKeepsNothingThatContradictsIt) {
  ParentModel p = parent();
  p.config["dtype"] = "bfloat16";
  p.config["torch_dtype"] = "float16";
  p.config["num_labels"] = 1000;
  p.config["quantization_config"] = {{"bits", 8}};
  const Json config = fine_tuned_config(p, {"cat", "dog"}, false);
  EXPECT_EQ(config.at("torch_dtype"), "float32");
  for (const char* gone : {"dtype", "num_labels", "quantization_config"}) {
    EXPECT_FALSE(config.contains(gone)) << gone;
  }
}

TEST_F(ParentModelTest, ConfigOfTimmKeepsNoNamesOfOtherClasses) {
  ParentModel p = parent();
  p.config = {{"architecture", "resnet18"},
              {"id2label", {{"0", "a"}, {"1", "b"}, {"2", "c"}}},
              {"label_descriptions", {{"a", "the first"}}},
              {"labels", {"a", "b", "c"}},
              {"pretrained_cfg", {{"num_classes", 3}, {"label_names", {"a", "b", "c"}}}}};
  const Json config = fine_tuned_config(p, {"daisy", "rose"}, false);
  EXPECT_EQ(config.at("label_names"), Json({"daisy", "rose"}));
  EXPECT_EQ(config.at("id2label"), Json({{"0", "daisy"}, {"1", "rose"}}));
  EXPECT_EQ(config.at("label2id"), Json({{"daisy", 0}, {"rose", 1}}));
  EXPECT_EQ(config.at("pretrained_cfg"), Json({{"num_classes", 2}}));
  for (const char* gone : {"labels", "label_descriptions", "architectures", "problem_type"}) {
    EXPECT_FALSE(config.contains(gone)) << gone;
  }
}

TEST_F(ParentModelTest, AnUnknownArchitectureIsCalledThat) {
  write_file_atomic(root() / "parent" / "config.json", R"({"architecture": "regnet_y_400mf"})");
  try {
    parent();
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_THAT(error.what(), testing::StartsWith(
                                  "config.json names the architecture 'regnet_y_400mf' of timm or "
                                  "torchvision, which is not known here; those known begin with "
                                  "convnext, deit, efficientnet, mobilenet_v2"));
  }
}

}  // namespace
}  // namespace sempurna
