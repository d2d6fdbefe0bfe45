#include "models/config_reader.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/error.h"

namespace sempurna {
namespace {

std::string message(const std::function<void(const ConfigReader&)>& read, const Json& config) {
  try {
    read(ConfigReader(config));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    return error.what();
  }
  return "no error";
}

TEST(ConfigReader, ACountIsAWholeNumberWithinItsLimits) {
  const auto read = [](const ConfigReader& config) { config.count("n", 1, 9); };
  EXPECT_EQ(message(read, {{"n", 9}}), "no error");
  const std::string rule = " for 'n', which must be a whole number from 1 to 9";
  EXPECT_EQ(message(read, Json::object()), "config.json has nothing" + rule);
  EXPECT_EQ(message(read, {{"n", nullptr}}), "config.json has nothing" + rule);
  EXPECT_EQ(message(read, {{"n", 0}}), "config.json has 0" + rule);
  EXPECT_EQ(message(read, {{"n", -3}}), "config.json has -3" + rule);
  EXPECT_EQ(message(read, {{"n", 2.5}}), "config.json has 2.5" + rule);
  EXPECT_EQ(message(read, {{"n", UINT64_MAX}}), "config.json has 18446744073709551615" + rule);
  EXPECT_EQ(message(read, {{"n", "nine"}}), "config.json has \"nine\"" + rule);
}

TEST(ConfigReader, AnAbsentOrNullFieldTakesTheDefault) {
  const Json config = {{"null", nullptr}};
  const ConfigReader reader(config);
  EXPECT_EQ(reader.count("absent", 1, 9, 4), 4);
  EXPECT_EQ(reader.count("null", 1, 9, 4), 4);
  EXPECT_EQ(reader.rate("null", 0.1), 0.1);
  EXPECT_EQ(reader.small("absent", 1e-12), 1e-12);
  EXPECT_EQ(reader.text("null", "a"), "a");
  EXPECT_TRUE(reader.flag("absent", true));
  EXPECT_EQ(reader.activation("absent", "gelu_new"), kernels::Activation::GeluTanh);
}

TEST(ConfigReader, ARateIsBelowOne) {
  const auto read = [](const ConfigReader& config) { config.rate("p", 0); };
  EXPECT_EQ(message(read, {{"p", 0}}), "no error");
  EXPECT_EQ(message(read, {{"p", 0.999}}), "no error");
  EXPECT_EQ(message(read, {{"p", 1}}),
            "config.json has 1 for 'p', which must be a number from 0 to below 1");
  EXPECT_NE(message(read, {{"p", -0.1}}), "no error");
  EXPECT_NE(message(read, {{"p", "0.1"}}), "no error");
}

TEST(ConfigReader, AnUnknownActivationIsAnsweredWithTheKnown) {
  EXPECT_EQ(message([](const ConfigReader& config) { config.activation("hidden_act", "gelu"); },
                    {{"hidden_act", "snake"}}),
            "config.json has \"snake\" for 'hidden_act'; those known here are gelu, gelu_10, "
            "gelu_accurate, gelu_fast, gelu_new, gelu_python, gelu_pytorch_tanh, laplace, linear, "
            "mish, quick_gelu, relu, relu2, relu6, sigmoid, silu, swish, tanh");
}

TEST(ConfigReader, ARequiredValueMayOnlyBeAbsent) {
  const auto read = [](const ConfigReader& config) { config.require("kind", "absolute"); };
  EXPECT_EQ(message(read, Json::object()), "no error");
  EXPECT_EQ(message(read, {{"kind", "absolute"}}), "no error");
  EXPECT_EQ(message(read, {{"kind", "relative_key"}}),
            "config.json has \"relative_key\" for 'kind', but this model can be trained here only "
            "with \"absolute\"");
}

TEST(ConfigReader, WhatIsNoObjectIsRefused) {
  EXPECT_EQ(message([](const ConfigReader&) {}, Json::array({1, 2})),
            "config.json holds [1,2], but must hold a JSON object");
}

TEST(ConfigReader, ALongValueIsCutInTheMessage) {
  const auto text = message([](const ConfigReader& config) { config.flag("f", false); },
                            {{"f", std::string(1000, 'x')}});
  EXPECT_LT(text.size(), 150U);
}

}  // namespace
}  // namespace sempurna
