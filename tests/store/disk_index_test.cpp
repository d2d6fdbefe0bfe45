#include "store/disk_index.h"

#include <sqlite3.h>

#include "store_folder.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const WriteOptions kOfAlice{.attributes = {.metadata = {{"owner", "alice"}}}};

class DiskIndexDamage : public StoreFolder {
 protected:
  std::vector<std::string> verify() {
    std::vector<std::string> all;
    store->verify([&](const DiskStore::Damage& damage) {
      all.push_back(damage.bucket + "/" + damage.key + ": " + damage.what);
    });
    return all;
  }

  /// As if what is on the disk had changed.
  void change(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(index().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  fs::path index() const { return path / "store.sqlite"; }
};

TEST_F(DiskIndexDamage, IsFoundInWhatIsKeptOfAnObject) {
  put("k", "bytes", kOfAlice);
  store->set_tags("box", "k", {{"colour", "red"}});
  EXPECT_THAT(verify(), IsEmpty());
  change("UPDATE object SET record=CAST(replace(CAST(record AS TEXT), 'alice', 'blice') AS BLOB)");
  EXPECT_THAT(verify(), ElementsAre("box/k: what is kept of the object in store.sqlite is not as "
                                    "it was written"));
}

TEST_F(DiskIndexDamage, IsFoundInEachColumnOfAnObject) {
  put("k", "bytes");
  for (const char* column : {"etag='x'", "modified=modified+1", "parts=parts+1", "record=x'00'"}) {
    change("CREATE TABLE kept AS SELECT * FROM object");
    change("UPDATE object SET " + std::string(column));
    EXPECT_EQ(verify().size(), 1U) << column;
    change("DELETE FROM object; INSERT INTO object SELECT * FROM kept; DROP TABLE kept");
    EXPECT_THAT(verify(), IsEmpty());
  }
}

TEST_F(DiskIndexDamage, IsFoundInAPolicy) {
  store->set_bucket_policy("box", R"({"Resource":"topsecret/*"})");
  EXPECT_THAT(verify(), IsEmpty());
  change("UPDATE bucket SET policy=replace(policy, 'topsecret', 'uopsecret')");
  EXPECT_THAT(verify(), ElementsAre("box/: what is kept of the bucket in store.sqlite is not as it "
                                    "was written"));
}

TEST_F(DiskIndexDamage, IsFoundInUploadsAndTheirParts) {
  const Upload upload = store->create_upload({.bucket = "box", .key = "k"});
  auto part = store->write_part(upload, 7, {});
  part->write("part");
  part->commit();
  EXPECT_THAT(verify(), IsEmpty());
  change("UPDATE upload SET owner='somebody else'; UPDATE part SET etag='x'");
  EXPECT_THAT(verify(), ElementsAre(HasSubstr("box/k: what is kept of an upload"),
                                    HasSubstr("box/k: what is kept of part 7")));
}

TEST_F(DiskIndexDamage, OfTheFileItselfIsFound) {
  for (int i = 0; i < 200; ++i) put("key-" + std::to_string(i), "bytes");
  store.reset();
  { DiskIndex(index()).database().execute("PRAGMA wal_checkpoint(TRUNCATE)"); }
  std::string bytes = read_file(index());
  bytes.replace(bytes.size() - 4096, 4096, std::string(4096, '\x55'));
  write_file_atomic(index(), bytes);
  open();
  const auto found = DiskIndex(index()).damage();
  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found.front().what, HasSubstr("store.sqlite"));
}

TEST_F(DiskIndexDamage, AnIndexOfTheFirstFormGetsItsSums) {
  put("k", "bytes", kOfAlice);
  const Upload upload = store->create_upload({.bucket = "box", .key = "u"});
  {
    const auto part = store->write_part(upload, 1, {});
    part->write("part");
    part->commit();
  }
  store.reset();
  // As the first version wrote it.
  change(
      "ALTER TABLE bucket DROP COLUMN bytes; ALTER TABLE bucket DROP COLUMN settings;"
      "ALTER TABLE bucket DROP COLUMN sum; ALTER TABLE object DROP COLUMN sum;"
      "ALTER TABLE upload DROP COLUMN sum; ALTER TABLE part DROP COLUMN sum;"
      "PRAGMA user_version=1");
  open();
  EXPECT_THAT(verify(), IsEmpty());
  EXPECT_EQ(get("k"), "bytes");
  EXPECT_EQ(store->head("box", "k")->attributes.metadata.at("owner"), "alice");
  EXPECT_EQ(store->parts(upload, 0, 10).size(), 1U);
  change("UPDATE object SET etag='x'");
  EXPECT_EQ(verify().size(), 1U);
}

}  // namespace
}  // namespace sempurna
