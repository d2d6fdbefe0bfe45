#include "store/location.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(Location, TakesAPathAsItIs) {
  for (const std::string text : {"flowers", "./a b", "/data/x", "s3/x", "C:/x", "s3:/x", "://x"}) {
    const Location location = Location::parse(text);
    EXPECT_EQ(location.kind, Location::Kind::Local);
    EXPECT_EQ(location.require_local(), fs::path(text));
  }
}

TEST(Location, TakesAnS3LocationApart) {
  const Location location = Location::parse("s3://my-bucket.1/some/key/");
  EXPECT_EQ(location.kind, Location::Kind::S3);
  EXPECT_EQ(location.bucket, "my-bucket.1");
  EXPECT_EQ(location.key, "some/key/");
  EXPECT_EQ(Location::parse("s3://bucket").key, "");
}

TEST(Location, RefusesS3WhereAPathIsNeededInOneSentence) {
  expect_error(Code::InvalidArgument,
               "s3://bucket/data lies in S3, but a place on this machine is needed here",
               [] { Location::parse("s3://bucket/data").require_local(); });
}

TEST(Location, RefusesWhatIsNeither) {
  const auto refused = [](std::string_view text, std::string_view part) {
    expect_error(Code::InvalidArgument, part, [&] { Location::parse(text); });
  };
  refused("", "a location is empty");
  refused("gs://bucket/x", "gs:// is not a place that can be read or written here");
  refused("https://example.org/x", "https:// is not a place");
  refused("s3://", "\"\" is no name of a bucket");
  refused("s3:///key", "\"\" is no name of a bucket");
  refused("s3://My_Bucket/x", "\"My_Bucket\" is no name of a bucket");
  refused("s3://-ab/x", "\"-ab\" is no name of a bucket");
  refused("s3://ab/x", "\"ab\" is no name of a bucket");
}

}  // namespace
}  // namespace sempurna
