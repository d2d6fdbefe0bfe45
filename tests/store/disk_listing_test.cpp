#include <set>

#include "base/random.h"
#include "store/prefix_walk.h"
#include "store_folder.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DiskListing : public StoreFolder {
 protected:
  /// What was listed, common prefixes among the keys, in one order.
  std::vector<std::string> entries(const Listing& page) {
    std::vector<std::string> all = page.common_prefixes;
    for (const auto& object : page.objects) all.push_back(object.key);
    std::sort(all.begin(), all.end());
    return all;
  }
  std::vector<std::string> list(const ListRequest& request) {
    return entries(store->list("box", request));
  }
};

TEST_F(DiskListing, IsInTheOrderOfBytes) {
  for (const char* key : {"b", "a", "B", "a/", "a!", "\u00E9", "z", "a0"}) put(key, "x");
  const Listing page = store->list("box", {});
  std::vector<std::string> keys;
  for (const auto& object : page.objects) keys.push_back(object.key);
  EXPECT_THAT(keys, ElementsAre("B", "a", "a!", "a/", "a0", "b", "z", "\u00E9"));
  EXPECT_EQ(page.next, "");
  EXPECT_EQ(page.objects[0].size, 1);
  EXPECT_EQ(page.objects[0].etag, "9dd4e461268c8034f5c8564e155c67a6");
  EXPECT_EQ(page.objects[0].modified, clock.time);
}

TEST_F(DiskListing, GathersCommonPrefixes) {
  for (const char* key :
       {"sample.jpg", "photos/2006/January/sample.jpg", "photos/2006/February/sample2.jpg",
        "photos/2006/February/sample3.jpg", "photos/2006/February/sample4.jpg"}) {
    put(key, "x");
  }
  // The examples of the Amazon S3 User Guide, "Organizing objects using prefixes".
  EXPECT_THAT(list({.delimiter = "/"}), ElementsAre("photos/", "sample.jpg"));
  EXPECT_THAT(list({.prefix = "photos/2006/", .delimiter = "/"}),
              ElementsAre("photos/2006/February/", "photos/2006/January/"));
  EXPECT_THAT(list({.prefix = "photos/2006/February/sample", .delimiter = "/"}).size(), 3);
  EXPECT_THAT(list({.delimiter = "ample"}),
              ElementsAre("photos/2006/February/sample", "photos/2006/January/sample", "sample"));
  EXPECT_THAT(list({.prefix = "photos", .delimiter = "/"}), ElementsAre("photos/"));
  EXPECT_THAT(list({.prefix = "none"}), IsEmpty());
}

TEST_F(DiskListing, SaysWhereTheNextPageBegins) {
  for (const char* key : {"a", "b/1", "b/2", "c"}) put(key, "x");
  Listing page = store->list("box", {.delimiter = "/", .limit = 2});
  EXPECT_THAT(entries(page), ElementsAre("a", "b/"));
  EXPECT_EQ(page.next, "b/");
  page = store->list("box", {.delimiter = "/", .after = page.next, .limit = 2});
  EXPECT_THAT(entries(page), ElementsAre("c"));
  EXPECT_EQ(page.next, "");
  EXPECT_THAT(entries(store->list("box", {.limit = 0})), IsEmpty());
  EXPECT_EQ(store->list("box", {.limit = 0}).next, "");
  EXPECT_EQ(store->list("box", {.limit = 4}).next, "");
}

TEST_F(DiskListing, OmitsACommonPrefixThatDoesNotSortAfter) {
  for (const char* key : {"a/1", "a/2", "b"}) put(key, "x");
  EXPECT_THAT(list({.delimiter = "/", .after = "a/1"}), ElementsAre("b"));
  EXPECT_THAT(list({.after = "a/1"}), ElementsAre("a/2", "b"));
}

/// Straight from the words of ListRequest and Listing.
std::vector<std::string> naive(const std::set<std::string>& keys, const ListRequest& request) {
  std::set<std::string> all;
  for (const auto& key : keys) {
    if (!key.starts_with(request.prefix)) continue;
    std::string entry = key;
    if (!request.delimiter.empty()) {
      const size_t found = key.find(request.delimiter, request.prefix.size());
      if (found != key.npos) entry = key.substr(0, found + request.delimiter.size());
    }
    if (entry > request.after) all.insert(entry);
  }
  return {all.begin(), all.end()};
}

TEST_F(DiskListing, IsThatOfANaiveModel) {
  // Few letters, so that prefixes and delimiters meet often; the last has the highest bytes of
  // UTF-8.
  const std::vector<std::string> letters = {"a", "b", "/", "//", "\u00FF", "\U0010FFFF"};
  Random random(11);
  const auto text = [&](uint64_t most) {
    std::string made;
    for (uint64_t n = random.below(most + 1); n > 0; --n)
      made += letters[random.below(letters.size())];
    return made;
  };
  std::set<std::string> keys;
  while (keys.size() < 120) {
    const std::string key = text(6);
    if (!key.empty() && keys.insert(key).second) put(key, "");
  }
  int with_prefixes = 0;
  for (int trial = 0; trial < 1500; ++trial) {
    ListRequest request{.prefix = text(2), .delimiter = text(1), .after = text(3), .limit = 1000};
    if (trial % 10 == 0) request.prefix += "\xFF";
    const auto expected = naive(keys, request);
    const Listing whole = store->list("box", request);
    ASSERT_EQ(entries(whole), expected)
        << request.prefix << "|" << request.delimiter << "|" << request.after;
    ASSERT_EQ(whole.next, "");
    with_prefixes += whole.common_prefixes.empty() ? 0 : 1;
    request.limit = 1 + random.below(7);
    std::vector<std::string> paged;
    for (;;) {
      const Listing page = store->list("box", request);
      const auto more = entries(page);
      ASSERT_LE(more.size(), request.limit);
      paged.insert(paged.end(), more.begin(), more.end());
      if (page.next.empty()) break;
      ASSERT_EQ(page.next, more.back());
      request.after = page.next;
    }
    ASSERT_EQ(paged, expected);
  }
  EXPECT_GT(with_prefixes, 100);
}

TEST(EndOfPrefix, IsAboveEveryKeyWithIt) {
  EXPECT_EQ(end_of_prefix("a"), "b");
  EXPECT_EQ(end_of_prefix("a\xFF\xFF"), "b");
  EXPECT_EQ(end_of_prefix(""), "\xFF");
  EXPECT_EQ(end_of_prefix("\xFF\xFF"), "\xFF");
  EXPECT_EQ(end_of_prefix("\x7F"), "\x80");
}

}  // namespace
}  // namespace sempurna
