#include "tuning/tuning_records.h"

#include "base/error.h"
#include "base/files.h"
#include "tuning/trial_json.h"

namespace sempurna {

namespace {

constexpr std::string_view kSchema =
    "CREATE TABLE tuning_job(name TEXT PRIMARY KEY COLLATE NOCASE, asked TEXT NOT NULL,"
    "  ordered TEXT NOT NULL, state TEXT NOT NULL, ends_as TEXT NOT NULL, message TEXT NOT NULL,"
    "  created INTEGER NOT NULL, changed INTEGER NOT NULL, ended INTEGER,"
    "  milliseconds INTEGER NOT NULL, converged INTEGER);"
    "CREATE TABLE trial(tuning_job TEXT NOT NULL COLLATE NOCASE"
    "    REFERENCES tuning_job(name) ON DELETE CASCADE,"
    "  number INTEGER NOT NULL, name TEXT NOT NULL, trial TEXT NOT NULL,"
    "  accepted INTEGER NOT NULL, lost_after INTEGER NOT NULL, status TEXT NOT NULL,"
    "  message TEXT NOT NULL, created INTEGER NOT NULL, began INTEGER, ended INTEGER,"
    "  PRIMARY KEY(tuning_job, number))";
constexpr std::string_view kJudged =
    "ALTER TABLE trial ADD COLUMN judged INTEGER NOT NULL DEFAULT 0";
constexpr auto kJobs =
    "SELECT name, asked, ordered, state, ends_as, message, created, changed, ended, milliseconds,"
    " converged FROM tuning_job";
constexpr auto kTrials =
    "SELECT number, name, trial, accepted, lost_after, status, message, created, began, ended,"
    " judged FROM trial WHERE tuning_job=? ORDER BY number";

void bind_time(Statement& statement, int index, std::optional<Time> time) {
  time ? statement.bind(index, time->time_since_epoch().count()) : statement.bind_null(index);
}

Time time_in(const Statement& row, int column) {
  return Time(std::chrono::milliseconds(row.integer(column)));
}

std::optional<Time> time_if_in(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return time_in(row, column);
}

TuningState state_named(const std::string& text, const std::string& job) {
  const auto state = choice_named<TuningState>(text);
  if (!state) {
    throw Error(Code::DataCorrupt, "the record of the tuning job {} has the unknown state {}", job,
                text);
  }
  return *state;
}

TuningRecord read(const Statement& row) {
  TuningRecord record{.name = row.text(0),
                      .asked = parse_json(row.text(1), "what a tuning job was asked for"),
                      .order = read_tuning_order(parse_json(row.text(2), "what a tuning job does")),
                      .state = state_named(row.text(3), row.text(0)),
                      .message = row.text(5),
                      .created = time_in(row, 6),
                      .changed = time_in(row, 7),
                      .ended = time_if_in(row, 8),
                      .milliseconds = row.integer(9),
                      .converged = time_if_in(row, 10)};
  if (!row.text(4).empty()) record.ends_as = state_named(row.text(4), record.name);
  return record;
}

TrialRecord read_trial(const Statement& row) {
  TrialRecord record{.number = row.integer(0),
                     .name = row.text(1),
                     .is_accepted = row.integer(3) != 0,
                     .judged = row.integer(10),
                     .lost_after = row.integer(4),
                     .status = row.text(5),
                     .message = row.text(6),
                     .created = time_in(row, 7),
                     .began = time_if_in(row, 8),
                     .ended = time_if_in(row, 9)};
  try {
    record.trial = from_json<Trial>(parse_json(row.text(2), "a trial"), "the record of a trial");
    if (!record.ended) record.trial.state = TrialState::AtWork;
  } catch (const Error&) {
    // The others are gone on with, and its number stays its own.
    record.trial.state = TrialState::Failed;
    record.status = "Failed";
    record.message = "the record of the trial is damaged";
    if (!record.ended) record.ended = record.created;
  }
  return record;
}

fs::path made(const fs::path& home) {
  make_folders(home);
  return home / "tuning.sqlite";
}

/// From the second parameter on; the first is the name.
void bind_standing(Statement& statement, const TuningRecord& record) {
  statement.bind(2, name(record.state));
  statement.bind(3, record.ends_as ? name(*record.ends_as) : "").bind(4, record.message);
  statement.bind(5, record.changed.time_since_epoch().count());
  bind_time(statement, 6, record.ended);
  statement.bind(7, record.milliseconds);
  bind_time(statement, 8, record.converged);
}

}  // namespace

TuningRecords::TuningRecords(const fs::path& home) : database_(made(home), {kSchema, kJudged}) {}

void TuningRecords::add(const TuningRecord& record) {
  const std::lock_guard lock(mutex_);
  Statement add = database_.prepare(
      "INSERT INTO tuning_job(name, state, ends_as, message, changed, ended, milliseconds,"
      " converged, created, asked, ordered) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO NOTHING RETURNING 1");
  add.bind(1, record.name);
  bind_standing(add, record);
  add.bind(9, record.created.time_since_epoch().count());
  add.bind(10, to_line(record.asked)).bind(11, to_line(to_json(record.order)));
  if (!add.next()) {
    throw Error(Code::AlreadyExists, "there is a tuning job {} already", record.name);
  }
}

void TuningRecords::change(const TuningRecord& record) {
  const std::lock_guard lock(mutex_);
  Statement change = database_.prepare(
      "UPDATE tuning_job SET state=?2, ends_as=?3, message=?4, changed=?5, ended=?6,"
      " milliseconds=?7, converged=?8 WHERE name=?1 RETURNING 1");
  change.bind(1, record.name);
  bind_standing(change, record);
  if (!change.next()) throw Error(Code::NotFound, "there is no tuning job {}", record.name);
}

void TuningRecords::remove(const std::string& name) {
  const std::lock_guard lock(mutex_);
  Statement forget = database_.prepare("DELETE FROM tuning_job WHERE name=?");
  forget.bind(1, name).run();
}

std::optional<TuningRecord> TuningRecords::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare(std::string(kJobs) + " WHERE name=?");
  row.bind(1, name);
  if (!row.next()) return std::nullopt;
  return read(row);
}

std::vector<TuningRecord> TuningRecords::list() const {
  const std::lock_guard lock(mutex_);
  std::vector<TuningRecord> all;
  Statement row = database_.prepare(std::string(kJobs) + " ORDER BY name");
  while (row.next()) {
    try {
      all.push_back(read(row));
    } catch (const Error& error) {
      // A damaged row costs its own tuning job, not all others.
      if (error.code() != Code::DataCorrupt) throw;
    }
  }
  return all;
}

std::vector<TuningSummary> TuningRecords::summaries() const {
  const std::lock_guard lock(mutex_);
  std::vector<TuningSummary> all;
  Statement row =
      database_.prepare("SELECT name, state, created, changed FROM tuning_job ORDER BY name");
  while (row.next()) {
    const auto state = choice_named<TuningState>(row.text(1));
    if (state) all.push_back({row.text(0), *state, time_in(row, 2), time_in(row, 3)});
  }
  return all;
}

void TuningRecords::put_trial(const std::string& tuning_job, const TrialRecord& trial) {
  const std::lock_guard lock(mutex_);
  Statement put = database_.prepare(
      "INSERT OR REPLACE INTO trial(tuning_job, number, name, trial, accepted, lost_after, status,"
      " message, created, began, ended, judged) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  put.bind(1, tuning_job).bind(2, trial.number).bind(3, trial.name);
  put.bind(4, to_line(to_json(trial.trial))).bind(5, int64_t{trial.is_accepted});
  put.bind(6, trial.lost_after).bind(7, trial.status).bind(8, trial.message);
  put.bind(9, trial.created.time_since_epoch().count());
  bind_time(put, 10, trial.began);
  bind_time(put, 11, trial.ended);
  put.bind(12, trial.judged);
  put.run();
}

void TuningRecords::forget_trial(const std::string& tuning_job, int64_t number) {
  const std::lock_guard lock(mutex_);
  Statement forget = database_.prepare("DELETE FROM trial WHERE tuning_job=? AND number=?");
  forget.bind(1, tuning_job).bind(2, number).run();
}

std::vector<TrialRecord> TuningRecords::trials(const std::string& tuning_job) const {
  const std::lock_guard lock(mutex_);
  std::vector<TrialRecord> all;
  Statement row = database_.prepare(kTrials);
  row.bind(1, tuning_job);
  while (row.next()) all.push_back(read_trial(row));
  return all;
}

}  // namespace sempurna
