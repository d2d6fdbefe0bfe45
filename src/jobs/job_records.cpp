#include "jobs/job_records.h"

#include <chrono>

#include "base/error.h"
#include "base/files.h"
#include "jobs/prepared_job.h"

namespace sempurna {

namespace {

constexpr auto kLost = "whoever ran it is gone; it can be gone on with";

constexpr std::string_view kSchema =
    "CREATE TABLE job(folder TEXT PRIMARY KEY, name TEXT NOT NULL, model TEXT NOT NULL,"
    "  request TEXT NOT NULL, facts TEXT);"
    "CREATE INDEX job_name ON job(name);"
    "CREATE TABLE change(job TEXT NOT NULL REFERENCES job(folder) ON DELETE CASCADE,"
    "  number INTEGER NOT NULL, state TEXT NOT NULL, time INTEGER NOT NULL, message TEXT NOT NULL,"
    "  PRIMARY KEY(job, number))";

// Jobs of a server, and whose fault a failure was.
constexpr std::string_view kServer =
    "ALTER TABLE job ADD COLUMN asked TEXT;"
    "ALTER TABLE change ADD COLUMN code TEXT NOT NULL DEFAULT ''";

// What lists show and sort by, which is of a job's changes; the indices hold it whole, so that a
// list reads no request and no facts.
constexpr std::string_view kSummary =
    "ALTER TABLE job ADD COLUMN served INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE job ADD COLUMN state TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE job ADD COLUMN status TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE job ADD COLUMN created INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE job ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;"
    "UPDATE job SET served=asked IS NOT NULL,"
    "  state=coalesce((SELECT state FROM change WHERE job=folder ORDER BY number DESC LIMIT 1), "
    "''),"
    "  created=coalesce((SELECT time FROM change WHERE job=folder ORDER BY number LIMIT 1), 0),"
    "  changed=coalesce((SELECT time FROM change WHERE job=folder ORDER BY number DESC LIMIT 1), "
    "0);"
    "UPDATE job SET status=CASE"
    "  WHEN state='Interrupted' AND served THEN 'InProgress'"
    "  WHEN state IN ('Starting', 'Pending', 'Downloading', 'Training', 'Uploading')"
    "    THEN 'InProgress'"
    "  WHEN state IN ('MaxRuntimeExceeded', 'Interrupted') THEN 'Stopped'"
    "  ELSE state END;"
    "DROP INDEX job_name;"
    "CREATE INDEX job_name ON job(name, folder, model, served, state, status, created, changed);"
    "CREATE INDEX job_created ON job(created, name, folder, model, served, state, status, changed);"
    "CREATE INDEX job_status ON job(status, name, folder, model, served, state, created, changed)";

constexpr std::string_view kMetrics = "ALTER TABLE job ADD COLUMN metrics TEXT";

constexpr auto kColumns = "SELECT folder, name, model, request, facts, asked, metrics FROM job";

fs::path made(const fs::path& home) {
  make_folders(home);
  return home / "jobs.sqlite";
}

Database opened(const fs::path& file) {
  try {
    return Database(file, {kSchema, kServer, kSummary, kMetrics});
  } catch (const Error& error) {
    if (error.code() != Code::DataCorrupt) throw;
    throw Error(Code::DataCorrupt,
                "the list of training jobs {} is damaged; move it away, and a new one begins: the "
                "jobs themselves lie in their own folders",
                file.string());
  }
}

std::string key(const JobFolder& folder) {
  return fs::weakly_canonical(folder.root).string();
}

JobState state_of(const std::string& text, const std::string& folder) {
  const auto state = job_state_named(text);
  if (!state) {
    throw Error(Code::DataCorrupt, "the record of the job in {} has the unknown state {}", folder,
                text);
  }
  return *state;
}

std::optional<Code> code_named(const std::string& text) {
  for (int k = 0; k <= static_cast<int>(Code::Internal); ++k) {
    if (sempurna::name(static_cast<Code>(k)) == text) return static_cast<Code>(k);
  }
  return std::nullopt;
}

JobRecord read(Database& database, const Statement& row) {
  JobRecord record{row.text(0), row.text(1), row.text(2),
                   parse_json(row.text(3), "a job's request")};
  if (!row.is_null(4)) record.facts = parse_json(row.text(4), "a job's facts");
  if (!row.is_null(5)) record.asked = parse_json(row.text(5), "what a job was asked for");
  if (!row.is_null(6)) record.metrics = read_log_metrics(parse_json(row.text(6), "its metrics"));
  Statement changes =
      database.prepare("SELECT state, time, message, code FROM change WHERE job=? ORDER BY number");
  changes.bind(1, record.folder.string());
  while (changes.next()) {
    record.changes.push_back({state_of(changes.text(0), record.folder.string()),
                              Time(std::chrono::milliseconds(changes.integer(1))), changes.text(2),
                              code_named(changes.text(3))});
  }
  if (record.changes.empty()) {
    throw Error(Code::DataCorrupt, "the record of the job in {} has no state",
                record.folder.string());
  }
  return record;
}

}  // namespace

std::optional<Time> JobRecord::began() const {
  for (const JobChange& change : changes) {
    if (change.state == JobState::Downloading || change.state == JobState::Training) {
      return change.time;
    }
  }
  return std::nullopt;
}

JobRecords::JobRecords(const fs::path& home, const Clock& clock)
    : clock_(clock), database_(opened(made(home))) {}

void JobRecords::begin(const JobFolder& folder, const std::string& name, const std::string& model,
                       const TrainingRequest& request, bool fresh) {
  const std::lock_guard lock(mutex_);
  const std::string place = key(folder);
  database_.transaction([&] {
    if (fresh) {
      Statement forget = database_.prepare("DELETE FROM job WHERE folder=?");
      forget.bind(1, place).run();
    }
    // Of a job that was laid elsewhere, or whose folder was moved, nothing is known yet.
    if (!state_in(place)) add(place, name, model, request, nullptr);
    Statement forget = database_.prepare("UPDATE job SET facts=NULL, metrics=NULL WHERE folder=?");
    forget.bind(1, place).run();
    // Whoever begins holds the job's lock, so nobody else is at it.
    if (const auto before = state_in(place); before && is_at_work(*before)) {
      add_change(place, JobState::Interrupted, kLost);
    }
    add_change(place, JobState::Starting, "");
  });
}

void JobRecords::accept(const JobFolder& folder, const std::string& name, const std::string& model,
                        const TrainingRequest& request, const Json& asked, JobState state) {
  const std::lock_guard lock(mutex_);
  const std::string place = key(folder);
  database_.transaction([&] {
    if (state_in(place)) throw Error(Code::AlreadyExists, "there is a job in {} already", place);
    add(place, name, model, request, asked);
    add_change(place, JobState::Starting, "");
    if (state != JobState::Starting) add_change(place, state, "");
  });
}

void JobRecords::add(const std::string& folder, const std::string& name, const std::string& model,
                     const TrainingRequest& request, const Json& asked) {
  Statement add = database_.prepare(
      "INSERT INTO job(folder, name, model, request, asked, served) VALUES(?, ?, ?, ?, ?, ?)");
  add.bind(1, folder).bind(2, name).bind(3, model).bind(4, to_json(request).dump());
  asked.is_null() ? add.bind_null(5) : add.bind(5, asked.dump());
  add.bind(6, int64_t{!asked.is_null()});
  add.run();
}

std::optional<JobState> JobRecords::state_in(const std::string& folder) const {
  Statement last =
      database_.prepare("SELECT state FROM change WHERE job=? ORDER BY number DESC LIMIT 1");
  last.bind(1, folder);
  if (!last.next()) return std::nullopt;
  return state_of(last.text(0), folder);
}

void JobRecords::require(const std::string& folder, JobState to) const {
  const auto from = state_in(folder);
  if (!from && to != JobState::Starting) {
    throw Error(Code::NotFound, "there is no record of a job in {}", folder);
  }
  if (from && !may_follow(*from, to)) {
    throw Error(Code::Conflict, "the job in {} is {}, so it cannot become {}", folder,
                sempurna::name(*from), sempurna::name(to));
  }
}

void JobRecords::add_change(const std::string& folder, JobState to, const std::string& message,
                            std::optional<Code> code) {
  require(folder, to);
  const int64_t now = clock_.now().time_since_epoch().count();
  Statement add = database_.prepare(
      "INSERT INTO change(job, number, state, time, message, code)"
      " SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5 FROM change WHERE job=?1");
  add.bind(1, folder).bind(2, sempurna::name(to)).bind(3, now);
  add.bind(4, message).bind(5, code ? sempurna::name(*code) : "").run();
  Statement tell = database_.prepare(
      "UPDATE job SET state=?2, changed=?3, created=iif(state='', ?3, created),"
      " status=iif(served, ?5, ?4) WHERE folder=?1");
  tell.bind(1, folder).bind(2, sempurna::name(to)).bind(3, now);
  tell.bind(4, status_of(to)).bind(5, status_of(to, true)).run();
}

void JobRecords::change(const JobFolder& folder, JobState to, const std::string& message,
                        std::optional<Code> code) {
  const std::lock_guard lock(mutex_);
  database_.transaction([&] { add_change(key(folder), to, message, code); });
}

void JobRecords::remove(const JobFolder& folder) {
  const std::lock_guard lock(mutex_);
  Statement forget = database_.prepare("DELETE FROM job WHERE folder=?");
  forget.bind(1, key(folder)).run();
}

void JobRecords::complete(const JobFolder& folder, const Json& facts, JobState as) {
  const std::lock_guard lock(mutex_);
  const std::string place = key(folder);
  database_.transaction([&] {
    add_change(place, as, "");
    Statement set = database_.prepare("UPDATE job SET facts=? WHERE folder=?");
    set.bind(1, facts.dump()).bind(2, place).run();
  });
}

void JobRecords::keep_metrics(const JobFolder& folder, const std::vector<LogMetric>& metrics) {
  const std::lock_guard lock(mutex_);
  Statement set = database_.prepare("UPDATE job SET metrics=? WHERE folder=?");
  set.bind(1, to_json(metrics).dump()).bind(2, key(folder)).run();
}

std::optional<JobRecord> JobRecords::find(const JobFolder& folder) const {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare(std::string(kColumns) + " WHERE folder=?");
  row.bind(1, key(folder));
  if (!row.next()) return std::nullopt;
  return read(database_, row);
}

std::vector<JobRecord> JobRecords::list(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  Statement row = database_.prepare(std::string(kColumns) +
                                    " WHERE ?1='' OR name=?1 ORDER BY created DESC, folder");
  row.bind(1, name);
  std::vector<JobRecord> records;
  while (row.next()) {
    try {
      records.push_back(read(database_, row));
    } catch (const Error& error) {
      // A damaged row costs its own job, not all others.
      if (error.code() != Code::DataCorrupt) throw;
    }
  }
  return records;
}

std::vector<JobSummary> JobRecords::list(const JobQuery& query) const {
  const std::lock_guard lock(mutex_);
  return find_jobs(database_, query);
}

void JobRecords::settle() {
  for (const JobSummary& job : list({.statuses = {"InProgress", "Stopping"}})) {
    if (job.is_served || is_worked_on(JobFolder{job.folder})) continue;
    const std::lock_guard lock(mutex_);
    const std::string place = job.folder.string();
    database_.transaction([&] {
      // Its command may have ended it meanwhile.
      if (state_in(place) == job.state) add_change(place, JobState::Interrupted, kLost);
    });
  }
}

}  // namespace sempurna
