#include "hub/source.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(HubSource, TakesNameAndRevisionApart) {
  EXPECT_EQ(parse_hub_source("google/mobilenet_v2_1.0_224").name, "google/mobilenet_v2_1.0_224");
  EXPECT_EQ(parse_hub_source("google/mobilenet_v2_1.0_224").revision, "main");
  EXPECT_EQ(parse_hub_source("bert-base-cased").name, "bert-base-cased");
  EXPECT_EQ(parse_hub_source("a/b@refs/pr/1").revision, "refs/pr/1");
}

TEST(HubSource, RefusesNamesThatCannotBe) {
  for (const std::string text : {"", "/", "a/", "/b", "a/b/c", "a/..", "../b", "a b/c", "a/b?x",
                                 "a/b%2f", "@main", "a/\xc3\xa9"}) {
    SCOPED_TRACE(text);
    expect_error(Code::InvalidArgument, "is no name of a model on a hub",
                 [&] { parse_hub_source(text); });
  }
  expect_error(Code::InvalidArgument, "is no name of a model",
               [] { parse_hub_source(std::string(97, 'a')); });
  for (const std::string text : {"a/b@", "a/b@x y", "a/b@\n"}) {
    expect_error(Code::InvalidArgument, "names no revision", [&] { parse_hub_source(text); });
  }
}

class HubAccessFromEnvironment : public testing::Test {
 protected:
  void TearDown() override {
    ::unsetenv("HF_ENDPOINT");
    ::unsetenv("HF_TOKEN");
  }
};

TEST_F(HubAccessFromEnvironment, IsThePublicHubForAnybodyByDefault) {
  ::unsetenv("HF_ENDPOINT");
  ::unsetenv("HF_TOKEN");
  EXPECT_EQ(hub_access_from_environment().endpoint, "https://huggingface.co");
  EXPECT_EQ(hub_access_from_environment().token, "");
}

TEST_F(HubAccessFromEnvironment, TakesAnotherHubAndAToken) {
  ::setenv("HF_ENDPOINT", "https://hub.example.org/hf/", 1);
  ::setenv("HF_TOKEN", "hf_abc\n", 1);
  EXPECT_EQ(hub_access_from_environment().endpoint, "https://hub.example.org/hf");
  EXPECT_EQ(hub_access_from_environment().token, "hf_abc");
}

TEST_F(HubAccessFromEnvironment, RefusesWhatCannotBeUsed) {
  ::setenv("HF_ENDPOINT", "hub.example.org", 1);
  expect_error(Code::InvalidArgument, "HF_ENDPOINT is \"hub.example.org\", which is no address",
               [] { hub_access_from_environment(); });
  ::unsetenv("HF_ENDPOINT");
  ::setenv("HF_TOKEN", "hf abc", 1);
  expect_error(Code::InvalidArgument, "HF_TOKEN holds characters that no token has",
               [] { hub_access_from_environment(); });
}

TEST_F(HubAccessFromEnvironment, SendsNoTokenUnprotectedExceptToThisMachine) {
  ::setenv("HF_TOKEN", "secret", 1);
  ::setenv("HF_ENDPOINT", "http://127.0.0.1:8080", 1);
  EXPECT_EQ(hub_access_from_environment().token, "secret");
  for (const char* endpoint : {"http://hub.example.org", "http://localhost.example.org"}) {
    ::setenv("HF_ENDPOINT", endpoint, 1);
    expect_error(Code::InvalidArgument, "HF_TOKEN would go unprotected to",
                 [] { hub_access_from_environment(); });
  }
}

}  // namespace
}  // namespace sempurna
