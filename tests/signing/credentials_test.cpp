#include "signing/credentials.h"

#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/files.h"

namespace sempurna {
namespace {

class Settings : public testing::Test {
 protected:
  AwsSettings read() {
    return aws_settings([this](const char* name) { return environment[name]; });
  }
  void write(const std::string& file, const std::string& text) {
    make_folders(home.path() / ".aws");
    write_file_atomic(home.path() / ".aws" / file, text);
  }
  std::string fault() {
    try {
      read();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder home;
  std::map<std::string, std::string> environment = {{"HOME", home.path().string()}};
};

TEST_F(Settings, OfNothingAreThoseOfAws) {
  const AwsSettings settings = read();
  EXPECT_FALSE(settings.credentials);
  EXPECT_EQ(settings.region, "us-east-1");
  EXPECT_EQ(settings.endpoint, "");
  EXPECT_FALSE(settings.path_style);
}

TEST_F(Settings, ComeFromTheEnvironment) {
  environment["AWS_ACCESS_KEY_ID"] = "AKIA1";
  environment["AWS_SECRET_ACCESS_KEY"] = "secret";
  environment["AWS_SESSION_TOKEN"] = "token";
  environment["AWS_DEFAULT_REGION"] = "ap-southeast-3";
  environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:8600/";
  const AwsSettings settings = read();
  ASSERT_TRUE(settings.credentials);
  EXPECT_EQ(settings.credentials->access_key_id, "AKIA1");
  EXPECT_EQ(settings.credentials->session_token, "token");
  EXPECT_EQ(settings.region, "ap-southeast-3");
  EXPECT_EQ(settings.endpoint, "http://127.0.0.1:8600");
  EXPECT_TRUE(settings.path_style);
}

TEST_F(Settings, ComeFromTheProfileFiles) {
  write("config",
        "# a comment\n[default]\nregion = eu-west-1\n\n[profile lab]\nregion=ap-south-1\n"
        "endpoint_url = http://lab:1\ns3 =\n  addressing_style = virtual\n");
  write("credentials", "[lab]\naws_access_key_id = AKIA2\naws_secret_access_key = s\n");
  EXPECT_EQ(read().region, "eu-west-1");
  environment["AWS_PROFILE"] = "lab";
  const AwsSettings settings = read();
  EXPECT_EQ(settings.region, "ap-south-1");
  EXPECT_EQ(settings.endpoint, "http://lab:1");
  EXPECT_FALSE(settings.path_style);
  ASSERT_TRUE(settings.credentials);
  EXPECT_EQ(settings.credentials->access_key_id, "AKIA2");
}

TEST_F(Settings, ThatAreWrongAreNamed) {
  environment["AWS_PROFILE"] = "lab";
  EXPECT_NE(fault().find("there is no profile lab in "), std::string::npos);
  environment["AWS_PROFILE"] = "";
  write("config", "[default]\nregion\n");
  EXPECT_NE(fault().find("config, line 2: 'region' is neither"), std::string::npos);
  write("config", "[default\n");
  EXPECT_NE(fault().find("config, line 1: '[default' has no closing bracket"), std::string::npos);
  write("config", "");
  environment["AWS_ACCESS_KEY_ID"] = "AKIA1";
  EXPECT_EQ(fault(),
            "an access key has two parts, but only AWS_ACCESS_KEY_ID is set; set the other too");
}

}  // namespace
}  // namespace sempurna
