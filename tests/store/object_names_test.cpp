#include "store/object_names.h"

#include "store_folder.h"

namespace sempurna {
namespace {

TEST(BucketNames, ThatFollowTheRulesAreTaken) {
  for (const std::string& name :
       {std::string("abc"), std::string("my-bucket.of-1"), std::string("1.2.3.four"),
        std::string(63, 'a'), std::string("sagemaker-us-east-1-000000000001")}) {
    EXPECT_NO_THROW(check_bucket_name(name)) << name;
  }
}

TEST(BucketNames, ThatBreakARuleAreRefusedWithIt) {
  const std::pair<std::string, const char*> refused[] = {
      {"", "3 to 63"},
      {"ab", "3 to 63"},
      {std::string(64, 'a'), "3 to 63"},
      {"Upper", "lower-case letters"},
      {"under_score", "lower-case letters"},
      {"a/../b", "lower-case letters"},
      {"-front", "begins and ends"},
      {"back.", "begins and ends"},
      {"two..dots", "two dots"},
      {"192.168.0.1", "IP address"},
      {"xn--name", "xn--"},
      {"sthree-name", "sthree-"},
      {"amzn-s3-demo-name", "amzn-s3-demo-"},
      {"name-s3alias", "-s3alias"},
      {"name--ol-s3", "--ol-s3"},
      {"name.mrap", ".mrap"},
      {"name--x-s3", "--x-s3"},
      {"name--table-s3", "--table-s3"},
  };
  for (const auto& [name, rule] : refused) {
    expect_fault(StoreFault::InvalidBucketName, rule, [&] { check_bucket_name(name); });
  }
}

TEST(Keys, AreAnyUtf8WithoutNul) {
  for (const std::string& key :
       {std::string("a"), std::string(1024, 'k'), std::string(".."), std::string("/"),
        std::string("\x7F\x01\n"), std::string("\u00E9"), std::string("\uD7FF\uE000\uFFFF"),
        std::string("\U00010000\U0010FFFF")}) {
    EXPECT_NO_THROW(check_key(key)) << key;
  }
}

TEST(Keys, ThatAreNoneAreRefused) {
  expect_fault(StoreFault::InvalidKey, "empty", [] { check_key(""); });
  expect_fault(StoreFault::InvalidKey, "1025 bytes; it may have 1024",
               [] { check_key(std::string(1025, 'k')); });
  expect_fault(StoreFault::InvalidKey, "zero byte", [] { check_key(std::string_view("a\0b", 3)); });
  for (const char* key : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
                          "a\xC3", "\xE2\x82", "\xC3(", "\xE2\x82(", "\xF0\x9F\x98("}) {
    expect_fault(StoreFault::InvalidKey, "UTF-8", [&] { check_key(key); });
  }
}

}  // namespace
}  // namespace sempurna
