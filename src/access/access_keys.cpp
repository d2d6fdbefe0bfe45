#include "access/directory_state.h"
#include "access/names.h"
#include "base/digest.h"

namespace sempurna {

namespace {

constexpr int64_t kKeysAtMost = 2;  // of an identity, as in AWS
constexpr auto kUseNotedEvery = std::chrono::hours(1);

}  // namespace

NewAccessKey Directory::Implementation::insert_key(const std::string& identity) {
  NewAccessKey key{"AKIA" + id_letters(random_bytes(16), 16), new_secret()};
  Statement count = database.prepare("SELECT count(*) FROM access_key WHERE identity=?");
  count.bind(1, identity).next();
  const bool full = count.integer(0) >= kKeysAtMost;
  if (full) {
    throw AccessError(AccessFault::QuotaExceeded,
                      "{} has {} access keys, which is the most; remove one or rotate them",
                      identity, kKeysAtMost);
  }
  database.prepare("INSERT INTO access_key VALUES(?, ?, ?, ?, 1, NULL)")
      .bind(1, key.id)
      .bind(2, identity)
      .bind_bytes(3, master.encrypt(key.secret, secret_context(key.id)))
      .bind(4, clock.now().time_since_epoch().count())
      .run();
  return key;
}

void Directory::Implementation::require_key(const std::string& identity, const std::string& id) {
  Statement row = database.prepare("SELECT 1 FROM access_key WHERE id=? AND identity=?");
  const bool found = row.bind(1, id).bind(2, identity).next();
  if (!found) {
    throw AccessError(AccessFault::NoSuchAccessKey, "The Access Key with id {} cannot be found.",
                      id);
  }
}

void Directory::Implementation::end_sessions(const std::string& identity) {
  database.prepare("UPDATE identity SET epoch=epoch+1 WHERE name=?").bind(1, identity).run();
}

NewAccessKey Directory::add_key(const std::string& identity,
                                const std::function<void(const NewAccessKey&)>& keep) {
  implementation_->require(*implementation_->now(), identity);
  NewAccessKey key;
  implementation_->change([&] {
    implementation_->make_row(identity);
    key = implementation_->insert_key(identity);
    if (keep) keep(key);
  });
  return key;
}

std::vector<AccessKey> Directory::keys(const std::string& identity) {
  const auto snapshot = implementation_->now();
  const std::lock_guard lock(implementation_->mutex);
  std::vector<AccessKey> found;
  for (const auto& [id, key] : snapshot->keys) {
    if (key.identity != identity) continue;
    const auto noted = implementation_->noted_uses.find(id);
    const bool is_noted = noted != implementation_->noted_uses.end();
    found.push_back({id, identity, key.created, is_noted ? noted->second : key.used, key.enabled});
  }
  return found;
}

void Directory::set_key_enabled(const std::string& identity, const std::string& id, bool enabled) {
  implementation_->change([&] {
    implementation_->require_key(identity, id);
    implementation_->database.prepare("UPDATE access_key SET enabled=? WHERE id=?")
        .bind(1, int64_t{enabled})
        .bind(2, id)
        .run();
    if (!enabled) implementation_->end_sessions(identity);
  });
}

void Directory::remove_key(const std::string& identity, const std::string& id) {
  implementation_->change([&] {
    implementation_->require_key(identity, id);
    implementation_->database.prepare("DELETE FROM access_key WHERE id=?").bind(1, id).run();
    implementation_->end_sessions(identity);
  });
}

NewAccessKey Directory::rotate(const std::string& identity) {
  implementation_->require(*implementation_->now(), identity);
  NewAccessKey key;
  implementation_->change([&] {
    implementation_->make_row(identity);
    Database& database = implementation_->database;
    database.prepare("DELETE FROM access_key WHERE identity=?").bind(1, identity).run();
    implementation_->end_sessions(identity);
    key = implementation_->insert_key(identity);
  });
  return key;
}

void Directory::note_use(const std::string& access_key_id) {
  Implementation& state = *implementation_;
  const Time now = state.clock.now();
  const std::lock_guard lock(state.mutex);
  if (!state.snapshot) return;
  const auto key = state.snapshot->keys.find(access_key_id);
  if (key == state.snapshot->keys.end()) return;
  std::optional<Time>& noted =
      state.noted_uses.try_emplace(key->first, key->second.used).first->second;
  if (noted && *noted <= now && now - *noted < kUseNotedEvery) return;
  noted = now;
  try {
    state.database.prepare("UPDATE access_key SET used=? WHERE id=?")
        .bind(1, now.time_since_epoch().count())
        .bind(2, access_key_id)
        .run();
  } catch (const Error& error) {  // a full disk keeps nobody out
    if (state.tell_fault) {
      state.tell_fault(fmt::format("the use of the access key {} could not be noted: {}",
                                   access_key_id, error.what()));
    }
  }
}

}  // namespace sempurna
