#include "catalog/hyperparameters.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>

namespace sempurna {
namespace {

std::string fault(const ModelKind& kind, const std::map<std::string, std::string>& given) {
  try {
    read_hyperparameters(kind, {}, given);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Hyperparameters, EachIsDeclaredOnceWithASentenceAndADefaultWithinItsLimits) {
  for (const ModelKind& kind :
       {ModelKind(Task::ImageClassification), ModelKind(Task::TextClassification),
        ModelKind(Task::TextClassification, "words")}) {
    const auto& fields = hyperparameter_fields(kind);
    std::set<std::string> names;
    for (const Field& field : fields.list()) {
      EXPECT_TRUE(names.insert(field.name).second) << field.name;
      for (const char c : field.name) {
        EXPECT_TRUE(c == '_' || std::isdigit(c) != 0 || std::islower(c) != 0) << field.name;
      }
      EXPECT_FALSE(field.help.empty()) << field.name;
      EXPECT_EQ(field.help.back(), '.') << field.name;
      Hyperparameters h;
      EXPECT_NO_THROW(fields.set(h, field.name, field.default_text)) << field.name;
    }
  }
}

TEST(Hyperparameters, ValuesArrivePlainOrQuoted) {
  const auto h = read_hyperparameters(Task::ImageClassification, {{"batch_size", "64"}},
                                      {{"epochs", "\"7\""},
                                       {"learning_rate", " 5e-5 "},
                                       {"train_only_on_top_layer", "\"True\""},
                                       {"augmentation_random_flip", "none"},
                                       {"sagemaker_program", "transfer_learning.py"}});
  EXPECT_EQ(h.epochs, 7);
  EXPECT_EQ(h.batch_size, 64);
  EXPECT_DOUBLE_EQ(h.learning_rate, 5e-5);
  EXPECT_TRUE(h.train_only_top_layer);
  EXPECT_EQ(h.augmentation_random_flip, Flip::None);
}

TEST(Hyperparameters, AllFaultsAreNamedAtOnce) {
  EXPECT_EQ(fault(Task::TextClassification, {{"epoch", "3"}, {"batch_size", "0"}}),
            "hyperparameter batch_size is '0', but must be a whole number from 1 to 1024; "
            "there is no hyperparameter epoch. Did you mean epochs?");
}

TEST(Hyperparameters, AValueOfTheWrongKindIsRefused) {
  EXPECT_EQ(fault(Task::ImageClassification, {{"epochs", "3.5"}}),
            "hyperparameter epochs is '3.5', but must be a whole number from 1 to 1000");
  EXPECT_EQ(fault(Task::ImageClassification, {{"dropout_rate", "nan"}}),
            "hyperparameter dropout_rate is 'nan', but must be a number from 0 to 1");
  EXPECT_EQ(fault(Task::ImageClassification, {{"augmentation", "yes"}}),
            "hyperparameter augmentation is 'yes', but must be True or False");
  EXPECT_EQ(fault(Task::ImageClassification, {{"optimizer", ""}}),
            "hyperparameter optimizer is empty, but must be adam, adamw, sgd, nesterov, rmsprop, "
            "adagrad, "
            "adadelta or lbfgs");
}

TEST(Hyperparameters, RulesOverSeveralFieldsAreHeld) {
  EXPECT_EQ(fault(Task::ImageClassification, {{"eval_metric", "auc"}}),
            "eval_metric auc needs binary_mode True; set it, or choose eval_metric accuracy");
  EXPECT_EQ(
      fault(Task::TextClassification, {{"optimizer", "lbfgs"}}),
      "optimizer lbfgs solves for the classification layer alone; set train_only_top_layer to "
      "True, or choose another optimizer");
  EXPECT_EQ(fault(Task::ImageClassification, {{"eval_metric", "auc"}, {"binary_mode", "True"}}),
            "accepted");
  EXPECT_EQ(fault(Task::TextClassification, {{"optimizer", "adamw"}, {"beta_2", "1"}}),
            "adamw with beta_2 1 would never take a step; choose a value below 1");
  EXPECT_EQ(fault(Task::TextClassification, {{"optimizer", "sgd"}, {"beta_2", "1"}}), "accepted");
  const std::map<std::string, std::string> nothing_seen = {{"dropout_rate", "1"}};
  for (const Task task : {Task::ImageClassification, Task::TextClassification}) {
    EXPECT_EQ(fault(task, nothing_seen),
              "dropout_rate 1 would hide everything from the classification layer; choose a value "
              "below 1");
  }
  EXPECT_EQ(
      fault(Task::TextClassification,
            {{"dropout_rate", "1"}, {"optimizer", "lbfgs"}, {"train_only_top_layer", "True"}}),
      "accepted");
  EXPECT_EQ(
      fault(Task::ImageClassification,
            {{"train_only_top_layer", "True"}, {"train_only_on_top", "True"}}),
      "train_only_on_top and train_only_top_layer are the same hyperparameter; give one of them");
}

TEST(Hyperparameters, EarlyStoppingNeedsValidationData) {
  Hyperparameters h;
  EXPECT_NO_THROW(check_validation(h, false));
  h.early_stopping = true;
  EXPECT_NO_THROW(check_validation(h, true));
  EXPECT_THROW(check_validation(h, false), Error);
  EXPECT_NO_THROW(check_channels(h, {"model", "training"}));  // some is split off
  h.validation_split_ratio = 0;
  EXPECT_NO_THROW(check_channels(h, {"model", "training", "validation"}));
  EXPECT_THROW(check_channels(h, {"model", "training", "test"}), Error);
}

TEST(Hyperparameters, AChoiceIsOneOfTheNamesOfItsValues) {
  EXPECT_EQ(name(OptimizerKind::AdamW), "adamw");
  EXPECT_EQ(choice_named<Flip>("None"), Flip::None);
  EXPECT_FALSE(choice_named<Flip>("none"));
  const Field* flip =
      hyperparameter_fields(Task::ImageClassification).find("augmentation_random_flip");
  ASSERT_NE(flip, nullptr);
  EXPECT_EQ(flip->allowed(), "horizontal_and_vertical, horizontal, vertical or None");
  EXPECT_EQ(flip->default_text, "horizontal_and_vertical");
  const auto h = read_hyperparameters(Task::ImageClassification, {}, {{"optimizer", "RMSprop"}});
  EXPECT_EQ(h.optimizer, OptimizerKind::RmsProp);
}

// Which have no effect are not taken in silence.
TEST(Hyperparameters, AFamilyThatIsSolvedForHasThoseThatMeanSomethingForIt) {
  const ModelKind words{Task::TextClassification, "words"};
  EXPECT_EQ(fault(words, {{"random_seed", "3"}, {"reinitialize_top_layer", "True"}}), "accepted");
  for (const char* name : {"epochs", "learning_rate", "batch_size", "optimizer", "max_length",
                           "word_features", "train_only_on_top_layer", "seed"}) {
    EXPECT_EQ(fault(words, {{name, "1"}}),
              "hyperparameter " + std::string(name) +
                  " means nothing for models of the family words; leave it out");
  }
  EXPECT_EQ(fault(words, {{"random_sed", "1"}}),
            "there is no hyperparameter random_sed. Did you mean random_seed?");
  const auto h = read_hyperparameters(words, {}, {});
  EXPECT_EQ(h.optimizer, OptimizerKind::Lbfgs);
  EXPECT_TRUE(h.train_only_top_layer);
  EXPECT_TRUE(h.word_features);
  EXPECT_EQ(hyperparameter_fields(words).find("epochs"), nullptr);
  EXPECT_EQ(hyperparameter_fields({Task::TextClassification, "gpt2"}).list().size(),
            hyperparameter_fields(Task::TextClassification).list().size());
}

TEST(Hyperparameters, ThoseOfStepsAloneAreThereAndNoneIsTheSolvers) {
  int64_t of_steps = 0;
  for (const Field& field : hyperparameter_fields(Task::TextClassification).list())
    of_steps += is_of_steps(field.name) ? 1 : 0;
  EXPECT_EQ(of_steps, 12);
  for (const char* both : {"epochs", "label_smoothing", "seed", "word_features", "optimizer"})
    EXPECT_FALSE(is_of_steps(both)) << both;
}

TEST(Hyperparameters, ATextModelHasNoPictureOptions) {
  EXPECT_EQ(fault(Task::TextClassification, {{"augmentation", "True"}}),
            "there is no hyperparameter augmentation. `sempurna models show ID` lists those of a "
            "model");
}

}  // namespace
}  // namespace sempurna
