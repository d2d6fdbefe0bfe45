#include "api/in_process.h"

namespace sempurna::own {
namespace {

using testing::HasSubstr;

class SempurnaDialect : public InProcess {
 protected:
  Answered own(const std::string& operation, const std::string& body = "{}") {
    return json("sempurna", "Sempurna." + operation, body);
  }
  Answered own_as(const Credentials& who, const std::string& operation) {
    return ask(who, "sempurna", request("POST /", {{"X-Amz-Target", "Sempurna." + operation}}),
               "{}");
  }
  static Credentials credentials_in(const Answered& answered) {
    const Json json = Json::parse(answered.body).at("Credentials");
    return {json.at("AccessKeyId"), json.at("SecretAccessKey"), json.at("SessionToken")};
  }
};

TEST_F(SempurnaDialect, SigningInGivesAnHourThatCanBeRenewedForHalfADay) {
  const Answered signed_in = own("SignIn");
  ASSERT_EQ(signed_in.status, 200) << signed_in.body;
  EXPECT_EQ(Json::parse(signed_in.body).at("Credentials").at("Expiration").get<double>(),
            static_cast<double>(clock.time.time_since_epoch().count()) / 1000 + 3600);
  Credentials session = credentials_in(signed_in);
  const Time began = clock.time;
  for (int hour = 1; hour <= 11; ++hour) {
    clock.time += std::chrono::minutes(59);
    const Answered renewed = own_as(session, "RenewSession");
    ASSERT_EQ(renewed.status, 200) << renewed.body;
    session = credentials_in(renewed);
  }
  // The last hour is cut where half a day ends.
  clock.time = began + std::chrono::hours(12) - std::chrono::minutes(20);
  session = credentials_in(own_as(session, "RenewSession"));
  clock.time = began + std::chrono::hours(12) + std::chrono::minutes(1);
  EXPECT_THAT(own_as(session, "ListModelCards").body, HasSubstr("ExpiredToken"));
}

TEST_F(SempurnaDialect, OnlyASignInCanBeRenewed) {
  EXPECT_THAT(own("RenewSession").body, HasSubstr("cannot be renewed"));
  const Session plain =
      directory.session_token(directory.find(admin.access_key_id, "").caller, 900, {});
  const Answered refused = own_as(plain.credentials, "RenewSession");
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("cannot be renewed; sign in with an access key"));
  // And temporary credentials sign nobody in.
  EXPECT_THAT(own_as(plain.credentials, "SignIn").body, HasSubstr("AccessDenied"));
}

TEST_F(SempurnaDialect, RotatedKeysEndASignIn) {
  const Credentials session = credentials_in(own("SignIn"));
  directory.rotate("admin");
  EXPECT_THAT(own_as(session, "RenewSession").body, HasSubstr("revoked"));
}

TEST_F(SempurnaDialect, WhoeverIsLetInSeesTheCardsAndNobodyElse) {
  const Credentials nobody = identity("ana");
  const Answered listed = own_as(nobody, "ListModelCards");
  ASSERT_EQ(listed.status, 200) << listed.body;
  const Json cards = Json::parse(listed.body).at("Cards");
  const auto small = std::ranges::find_if(
      cards, [](const Json& card) { return card.at("ModelId") == "sempurna-ic-small"; });
  ASSERT_NE(small, cards.end());
  EXPECT_EQ(small->at("Task"), "image-classification");
  EXPECT_EQ(small->at("FineTunable"), true);
  EXPECT_EQ(small->at("DefaultData").at("S3Uri"),
            "s3://jumpstart-cache-prod-us-east-1/training-datasets/batik-motifs/training/");
  const Answered unsigned_one =
      ask(request("POST /", {{"X-Amz-Target", "Sempurna.ListModelCards"}}), "{}");
  EXPECT_EQ(unsigned_one.status, 400);
  EXPECT_EQ(unsigned_one.body.find("Cards"), std::string::npos);
}

TEST_F(SempurnaDialect, ACardsHyperparametersAreThoseOfAJobOfWhichNothingIsSaid) {
  const Json card =
      Json::parse(own("DescribeModelCard", R"({"ModelId":"sempurna-ic-small"})").body);
  std::map<std::string, Json> fields;
  for (const Json& field : card.at("Hyperparameters")) fields[field.at("Name")] = field;
  EXPECT_EQ(fields.at("epochs").at("Default"), "10");
  EXPECT_EQ(fields.at("epochs").at("Type"), "Integer");
  EXPECT_EQ(fields.at("epochs").at("Maximum"), 1000);
  EXPECT_EQ(fields.at("epochs").at("IsAdvanced"), false);
  EXPECT_EQ(fields.at("beta_1").at("IsAdvanced"), true);
  EXPECT_EQ(fields.at("augmentation").at("Choices"), Json({"True", "False"}));
  EXPECT_THAT(own("DescribeModelCard", R"({"ModelId":"x"})").body,
              HasSubstr("There is no model card 'x'"));
}

TEST_F(SempurnaDialect, DefaultsSayWhereTheyComeFrom) {
  config.default_role_arn = "arn:aws:iam::000000000000:role/trainer";
  config.origins.push_back({"default-role", config.default_role_arn, "/etc/x.yaml, line 3"});
  const Json told = Json::parse(own("DescribeDefaults", R"({"BatchSize":128})").body);
  EXPECT_EQ(told.at("RoleArn"), config.default_role_arn);
  EXPECT_EQ(told.at("From"), (Json{{"RoleArn", "x.yaml, line 3"}}));
  EXPECT_EQ(told.at("OutputBucket"), "sagemaker-us-east-1-000000000000");
  const auto& types = told.at("InstanceTypes");
  const auto four = std::ranges::find_if(
      types, [](const Json& type) { return type.at("Name") == "ml.p3.8xlarge"; });
  ASSERT_NE(four, types.end());
  EXPECT_EQ(four->at("Gpus"), 4);
  EXPECT_EQ(four->at("IsRecommended"), true);
  EXPECT_THAT(four->at("StandsBehind").get<std::string>(), HasSubstr("32"));
}

}  // namespace
}  // namespace sempurna::own
