#include "serving/endpoint_records.h"

#include "base/error.h"

namespace sempurna {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE endpoint(name TEXT PRIMARY KEY, state TEXT NOT NULL, message TEXT NOT NULL,"
    "  created INTEGER NOT NULL, changed INTEGER NOT NULL, current TEXT, next TEXT)";
constexpr auto kColumns =
    "SELECT name, state, message, created, changed, current, next FROM endpoint";

std::optional<DeploymentPlan> plan_in(const Statement& row, int column, const std::string& name) {
  if (row.is_null(column)) return std::nullopt;
  return from_json<DeploymentPlan>(parse_json(row.text(column), "the endpoint " + name),
                                   "the endpoint " + name);
}

EndpointRecord read(const Statement& row) {
  const std::string name = row.text(0);
  const auto state = choice_named<EndpointState>(row.text(1));
  if (!state) {
    throw Error(Code::DataCorrupt, "the record of the endpoint {} has the unknown state {}", name,
                row.text(1));
  }
  return {.name = name,
          .state = *state,
          .message = row.text(2),
          .created = Time(std::chrono::milliseconds(row.integer(3))),
          .changed = Time(std::chrono::milliseconds(row.integer(4))),
          .current = plan_in(row, 5, name),
          .next = plan_in(row, 6, name)};
}

void bind_plan(Statement& statement, int index, const std::optional<DeploymentPlan>& plan) {
  plan ? statement.bind(index, to_line(to_json(*plan))) : statement.bind_null(index);
}

/// All but the name, which is the first.
void bind_rest(Statement& statement, const EndpointRecord& record) {
  statement.bind(2, name(record.state)).bind(3, record.message);
  statement.bind(4, record.created.time_since_epoch().count());
  statement.bind(5, record.changed.time_since_epoch().count());
  bind_plan(statement, 6, record.current);
  bind_plan(statement, 7, record.next);
}

fs::path made(const fs::path& home) {
  make_folders(home);
  return home / "endpoints.sqlite";
}

}  // namespace

EndpointRecords::EndpointRecords(const fs::path& home) : database_(made(home), {kSchema}) {}

void EndpointRecords::add(const EndpointRecord& record) {
  const std::lock_guard lock(mutex_);
  database_.transaction([&] {
    Statement known = database_.prepare("SELECT 1 FROM endpoint WHERE name=?");
    known.bind(1, record.name);
    if (known.next()) {
      throw Error(Code::AlreadyExists, "there is an endpoint {} already", record.name);
    }
    Statement add = database_.prepare("INSERT INTO endpoint VALUES(?, ?, ?, ?, ?, ?, ?)");
    add.bind(1, record.name);
    bind_rest(add, record);
    add.run();
  });
}

void EndpointRecords::change(const EndpointRecord& record) {
  const std::lock_guard lock(mutex_);
  Statement change = database_.prepare(
      "UPDATE endpoint SET state=?2, message=?3, created=?4, changed=?5, current=?6, next=?7"
      " WHERE name=?1 RETURNING 1");
  change.bind(1, record.name);
  bind_rest(change, record);
  if (!change.next()) throw Error(Code::NotFound, "there is no endpoint {}", record.name);
}

void EndpointRecords::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  Statement forget = database_.prepare("DELETE FROM endpoint WHERE name=?");
  forget.bind(1, name).run();
}

std::optional<EndpointRecord> EndpointRecords::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare(std::string(kColumns) + " WHERE name=? COLLATE NOCASE");
  row.bind(1, name);
  if (!row.next()) return std::nullopt;
  return read(row);
}

std::vector<EndpointRecord> EndpointRecords::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<EndpointRecord> all;
  Statement row = database_.prepare(std::string(kColumns) + " ORDER BY name");
  while (row.next()) all.push_back(read(row));
  return all;
}

}  // namespace sempurna
