#include "api/sagemaker/resources.h"

#include "base/error.h"
#include "base/files.h"

namespace sempurna::sagemaker {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE resource(kind TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE,"
    "  asked TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY(kind, name));"
    "CREATE TABLE tag(arn TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    "  PRIMARY KEY(arn, key))";

fs::path made(const fs::path& home) {
  make_folders(home);
  return home / "sagemaker.sqlite";
}

Resource read(const Statement& row) {
  return {row.text(0), parse_json(row.text(1), "what a resource was asked for"),
          Time(std::chrono::milliseconds(row.integer(2)))};
}

}  // namespace

Resources::Resources(const fs::path& home, const Clock& clock)
    : clock_(clock), database_(made(home), {kSchema}) {}

void Resources::add(ResourceKind kind, const std::string& name, const Json& asked) {
  const std::lock_guard lock(mutex_);
  Statement add = database_.prepare(
      "INSERT INTO resource VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1");
  add.bind(1, sempurna::name(kind)).bind(2, name).bind(3, to_line(asked));
  add.bind(4, clock_.now().time_since_epoch().count());
  if (!add.next()) {
    throw Error(Code::AlreadyExists, "there is a {} {} already", sempurna::name(kind), name);
  }
}

std::optional<Resource> Resources::find(ResourceKind kind, const std::string& name) const {
  const std::lock_guard lock(mutex_);
  Statement row =
      database_.prepare("SELECT name, asked, created FROM resource WHERE kind=? AND name=?");
  row.bind(1, sempurna::name(kind)).bind(2, name);
  if (!row.next()) return std::nullopt;
  return read(row);
}

std::vector<Resource> Resources::list(ResourceKind kind) const {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare("SELECT name, asked, created FROM resource WHERE kind=?");
  row.bind(1, sempurna::name(kind));
  std::vector<Resource> all;
  while (row.next()) all.push_back(read(row));
  return all;
}

bool Resources::remove(ResourceKind kind, const std::string& name) {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare("DELETE FROM resource WHERE kind=? AND name=? RETURNING 1");
  row.bind(1, sempurna::name(kind)).bind(2, name);
  return row.next();
}

Tags Resources::tags(const std::string& arn) const {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare("SELECT key, value FROM tag WHERE arn=? ORDER BY key");
  row.bind(1, arn);
  Tags all;
  while (row.next()) all.emplace_back(row.text(0), row.text(1));
  return all;
}

void Resources::add_tags(const std::string& arn, const Tags& tags, size_t most) {
  const std::lock_guard lock(mutex_);
  database_.transaction([&] {
    for (const auto& [key, value] : tags) {
      Statement add = database_.prepare("INSERT OR REPLACE INTO tag VALUES(?, ?, ?)");
      add.bind(1, arn).bind(2, key).bind(3, value).run();
    }
    Statement count = database_.prepare("SELECT count(*) FROM tag WHERE arn=?");
    count.bind(1, arn);
    count.next();
    if (std::cmp_greater(count.integer(0), most)) {
      throw Error(Code::ResourceLimit, "{} would have {} tags, but at most {} are possible", arn,
                  count.integer(0), most);
    }
  });
}

void Resources::remove_tags(const std::string& arn, const std::vector<std::string>& keys) {
  const std::lock_guard lock(mutex_);
  database_.transaction([&] {
    for (const auto& key : keys) {
      Statement forget = database_.prepare("DELETE FROM tag WHERE arn=? AND key=?");
      forget.bind(1, arn).bind(2, key).run();
    }
  });
}

void Resources::remove_all_tags(const std::string& arn) {
  const std::lock_guard lock(mutex_);
  Statement forget = database_.prepare("DELETE FROM tag WHERE arn=?");
  forget.bind(1, arn).run();
}

}  // namespace sempurna::sagemaker
