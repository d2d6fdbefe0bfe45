#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/snapshot.h"
#include "people.h"

namespace sempurna {
namespace {

class AccessKeys : public People {
 protected:
  std::optional<Time> used(const std::string& identity) {
    return directory.keys(identity).at(0).used;
  }
  // As another process reads it.
  std::optional<Time> kept(const std::string& identity) {
    Directory other(folder.path() / "access.sqlite", "123456789012", master, clock);
    return other.keys(identity).at(0).used;
  }
  void change_the_file(const std::string& sql) {
    Database(folder.path() / "access.sqlite", {kDirectorySchema, kKeyStates, kOrigins})
        .execute(sql);
  }
};

TEST_F(AccessKeys, TellWhenTheyWereMadeAndUsed) {
  const NewAccessKey key = directory.add_key("ana");
  EXPECT_EQ(directory.keys("ana")[0].created, clock.time);
  EXPECT_FALSE(used("ana"));
  directory.note_use(key.id);
  EXPECT_EQ(used("ana"), clock.time);
  EXPECT_EQ(kept("ana"), clock.time);
}

TEST_F(AccessKeys, KeepTheirUseOncePerHour) {
  const NewAccessKey key = directory.add_key("ana");
  const Time first = clock.time;
  directory.note_use(key.id);
  // Whatever is in the file, it is not asked again within the hour.
  change_the_file("UPDATE access_key SET used=1");
  clock.time += std::chrono::minutes(59);
  directory.note_use(key.id);
  EXPECT_EQ(kept("ana"), Time(std::chrono::milliseconds(1)));
  EXPECT_EQ(used("ana"), first);
  clock.time += std::chrono::minutes(1);
  directory.note_use(key.id);
  EXPECT_EQ(kept("ana"), clock.time);
  // A clock that was wrong and is put right.
  clock.time = first;
  directory.note_use(key.id);
  EXPECT_EQ(kept("ana"), first);
}

TEST_F(AccessKeys, OfNobodyAndOfSessionsHaveNoUse) {
  const NewAccessKey key = directory.add_key("ana");
  const Session session = directory.session_token(directory.find(key.id, "").caller, 900, {});
  for (const std::string& id :
       {session.credentials.access_key_id, std::string("AKIAUNKNOWN"), std::string()}) {
    directory.note_use(id);
  }
  EXPECT_FALSE(kept("ana"));
}

TEST_F(AccessKeys, LetInWhoseUseCannotBeKept) {
  std::vector<std::string> told;
  directory.on_fault([&](const std::string& fault) { told.push_back(fault); });
  const NewAccessKey key = directory.add_key("ana");
  change_the_file(
      "CREATE TRIGGER full BEFORE UPDATE OF used ON access_key "
      "BEGIN SELECT RAISE(FAIL, 'no room'); END");
  directory.note_use(key.id);
  directory.note_use(key.id);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], testing::HasSubstr(key.id));
  EXPECT_EQ(directory.find(key.id, "").secret, key.secret);
}

}  // namespace
}  // namespace sempurna
