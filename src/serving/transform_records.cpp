#include "serving/transform_records.h"

namespace sempurna {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE transform(name TEXT PRIMARY KEY COLLATE NOCASE, state TEXT NOT NULL,"
    "  message TEXT NOT NULL, code TEXT NOT NULL, created INTEGER NOT NULL,"
    "  changed INTEGER NOT NULL, began INTEGER, plan TEXT NOT NULL, asked TEXT NOT NULL)";
constexpr auto kSummary = "SELECT name, state, message, code, created, changed, began";

Time time_in(const Statement& row, int column) {
  return Time(std::chrono::milliseconds(row.integer(column)));
}

std::optional<Code> code_named(const std::string& text) {
  for (int k = 0; k <= static_cast<int>(Code::Internal); ++k) {
    if (name(static_cast<Code>(k)) == text) return static_cast<Code>(k);
  }
  return std::nullopt;
}

TransformSummary read_summary(const Statement& row) {
  TransformSummary summary{.name = row.text(0)};
  const auto state = choice_named<TransformState>(row.text(1));
  if (!state) {
    throw Error(Code::DataCorrupt, "the record of the transform job {} has the unknown state {}",
                summary.name, row.text(1));
  }
  summary.state = *state;
  summary.message = row.text(2);
  summary.code = code_named(row.text(3));
  summary.created = time_in(row, 4);
  summary.changed = time_in(row, 5);
  if (!row.is_null(6)) summary.began = time_in(row, 6);
  return summary;
}

/// All but the name, which is the first.
void bind_state(Statement& statement, const TransformSummary& summary) {
  statement.bind(2, name(summary.state)).bind(3, summary.message);
  statement.bind(4, summary.code ? name(*summary.code) : "");
  statement.bind(5, summary.created.time_since_epoch().count());
  statement.bind(6, summary.changed.time_since_epoch().count());
  summary.began ? statement.bind(7, summary.began->time_since_epoch().count())
                : statement.bind_null(7);
}

fs::path made(const fs::path& home) {
  make_folders(home);
  return home / "transforms.sqlite";
}

}  // namespace

TransformRecords::TransformRecords(const fs::path& home) : database_(made(home), {kSchema}) {}

void TransformRecords::add(const TransformRecord& record) {
  const std::lock_guard lock(mutex_);
  Statement add = database_.prepare(
      "INSERT INTO transform VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1");
  add.bind(1, record.name);
  bind_state(add, record);
  add.bind(8, to_line(to_json(record.plan))).bind(9, to_line(record.asked));
  if (!add.next()) {
    throw Error(Code::AlreadyExists, "there is a transform job {} already", record.name);
  }
}

void TransformRecords::change(const TransformSummary& summary) {
  const std::lock_guard lock(mutex_);
  Statement change = database_.prepare(
      "UPDATE transform SET state=?2, message=?3, code=?4, created=?5, changed=?6, began=?7"
      " WHERE name=?1 RETURNING 1");
  change.bind(1, summary.name);
  bind_state(change, summary);
  if (!change.next()) throw Error(Code::NotFound, "there is no transform job {}", summary.name);
}

std::optional<TransformRecord> TransformRecords::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  Statement row =
      database_.prepare(std::string(kSummary) + ", plan, asked FROM transform WHERE name=?");
  row.bind(1, name);
  if (!row.next()) return std::nullopt;
  TransformRecord record{read_summary(row)};
  const std::string what = "the transform job " + record.name;
  record.plan = from_json<TransformPlan>(parse_json(row.text(7), what), what);
  record.asked = parse_json(row.text(8), what);
  return record;
}

std::vector<TransformSummary> TransformRecords::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<TransformSummary> all;
  Statement row = database_.prepare(std::string(kSummary) + " FROM transform ORDER BY rowid");
  while (row.next()) all.push_back(read_summary(row));
  return all;
}

}  // namespace sempurna
