#include "api/studio/studio.h"

#include "api/in_process.h"
#include "api/studio/bundle.h"
#include "api/studio/sign_in_link.h"

namespace sempurna::studio {
namespace {

using testing::HasSubstr;

class Studio : public InProcess {
 protected:
  Studio() { services.link = &link_; }
  static SignableRequest page(const std::string& line) {
    return request(line, {{"Accept", "text/html,application/xhtml+xml"}});
  }
  Answered open_link(const std::string& secret, std::vector<Header> headers = own_headers()) {
    return ask(request("POST /_studio/session", std::move(headers)), to_line({{"Secret", secret}}));
  }
  static std::vector<Header> own_headers() {
    return {{"Origin", "http://127.0.0.1:8600"}, {"Content-Type", "application/json"}};
  }

  SignInLink link_{clock};
};

TEST_F(Studio, IsWhatABrowserGets) {
  const Answered answered = ask(page("GET /"));
  EXPECT_EQ(answered.status, 200);
  EXPECT_THAT(answered.headers.at("content-type"), HasSubstr("text/html"));
  const std::string& policy = answered.headers.at("content-security-policy");
  EXPECT_THAT(policy, HasSubstr("script-src 'self'; style-src 'self'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(answered.headers.at("x-content-type-options"), "nosniff");
}

TEST_F(Studio, TakesNothingFromS3) {
  // Signed, with a query, of another host, or without asking for HTML: buckets are listed.
  EXPECT_THAT(s3("GET /", "", {{"Accept", "text/html"}}).body, HasSubstr("ListAllMyBucketsResult"));
  EXPECT_THAT(ask(request("GET /")).body, HasSubstr("AccessDenied"));
  EXPECT_THAT(ask(page("GET /bucket")).body, HasSubstr("<Error>"));
  SignableRequest foreign = page("GET /");
  foreign.headers.back().value = "evil.example";
  EXPECT_THAT(ask(foreign).body, HasSubstr("<Error>"));
}

TEST_F(Studio, ALinkSignsInOnce) {
  const std::string secret = link_.make("admin");
  const Answered answered = open_link(secret);
  ASSERT_EQ(answered.status, 200) << answered.body;
  const Json given = Json::parse(answered.body).at("Credentials");
  const Credentials session{given.at("AccessKeyId"), given.at("SecretAccessKey"),
                            given.at("SessionToken")};
  EXPECT_EQ(ask(session, "s3", request("GET /")).status, 200);
  EXPECT_EQ(answered.headers.at("cache-control"), "no-store");
  const Answered again = open_link(secret);
  EXPECT_EQ(again.status, 403);
  EXPECT_THAT(again.body, HasSubstr("The link was used before"));
  EXPECT_EQ(audit_lines().back().at("allowed"), false);
}

TEST_F(Studio, ALinkOfSomebodyWhoIsLetInNoMoreSaysSo) {
  identity("ana");
  const std::string secret = link_.make("ana");
  directory.set_enabled("ana", false);
  const Answered refused = open_link(secret);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("the identity ana is not let in"));
}

TEST_F(Studio, ALinkIsGoodForFiveMinutesAndAFewGuesses) {
  std::string secret = link_.make("admin");
  clock.time += std::chrono::minutes(5) + std::chrono::milliseconds(1);
  EXPECT_EQ(open_link(secret).status, 403);
  secret = link_.make("admin");
  for (int k = 0; k < 5; ++k) EXPECT_EQ(open_link("wrong").status, 403);
  EXPECT_EQ(open_link(secret).status, 403);
  EXPECT_EQ(open_link("").status, 403) << "where there is none, nothing is right";
}

TEST_F(Studio, APageOfAnotherOriginUsesNoLink) {
  const std::string secret = link_.make("admin");
  for (const auto& headers : std::vector<std::vector<Header>>{
           {{"Content-Type", "application/json"}},
           {{"Origin", "http://evil.example"}, {"Content-Type", "application/json"}},
           {{"Origin", "null"}, {"Content-Type", "application/json"}},
           {{"Origin", "http://127.0.0.1:8600"}, {"Content-Type", "text/plain"}}}) {
    EXPECT_EQ(open_link(secret, headers).status, 403);
  }
  EXPECT_EQ(open_link(secret).status, 200);
}

TEST(StudioBundle, IsReadFromItsPack) {
  const std::string pack =
      R"({"index.html":{"type":"text/html","offset":0,"size":4,"gzip":false},"assets/a.js":{"type":"text/javascript","offset":4,"size":2,"gzip":true}})"
      "\npagejs";
  const Bundle bundle = read_bundle(pack);
  EXPECT_EQ(bundle.at("index.html").bytes, "page");
  EXPECT_EQ(bundle.at("assets/a.js").bytes, "js");
  EXPECT_TRUE(bundle.at("assets/a.js").is_gzip);
  EXPECT_TRUE(read_bundle("").empty());
  EXPECT_THROW(read_bundle(pack.substr(0, pack.size() - 1)), Error);
  EXPECT_THROW(read_bundle("no index"), Error);
}

}  // namespace
}  // namespace sempurna::studio
