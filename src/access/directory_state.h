#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "access/directory.h"
#include "access/policy_cache.h"
#include "access/session_token.h"
#include "access/snapshot.h"

namespace sempurna {

/// What a Directory works on. Its parts: directory.cpp (who there is), access_keys.cpp (their
/// keys), sessions.cpp (temporary credentials), decide.cpp (who may do what).
struct Directory::Implementation {
  Database database;
  std::string account;
  const MasterKey& master;
  const Clock& clock;

  std::mutex mutex;
  Declared declared;
  PolicyCache parsed;
  std::function<void(const std::string&)> tell_fault;
  std::shared_ptr<const Snapshot> snapshot;
  int64_t version = -1;
  std::chrono::steady_clock::time_point looked{};
  std::map<std::string, std::optional<Time>> noted_uses{};  ///< of keys, newer than the snapshot's

  /// The snapshot in force. Another process's changes are seen at once or, as it is asked for all
  /// the time, a moment later.
  std::shared_ptr<const Snapshot> now(bool at_once = false);
  std::shared_ptr<const Snapshot> load();
  /// Changes the database and makes the change seen at once.
  void change(const std::function<void()>& work);

  /// Throws NoSuchIdentity.
  static const Person& require(const Snapshot& snapshot, const std::string& name);
  /// A declared identity has a row only once it needs one.
  void make_row(const std::string& name);
  /// Its row, with a count of its sessions' ends that no identity of this name had before: or a
  /// session of one that was removed would be good again.
  void insert_row(const std::string& name, bool declared, const std::vector<NamedPolicy>& policies);
  /// Rows of older forms do not say that they were made for an identity of the configuration.
  void note_declared(const std::string& name);
  NewAccessKey insert_key(const std::string& identity);
  /// Throws NoSuchAccessKey.
  void require_key(const std::string& identity, const std::string& id);
  void end_sessions(const std::string& identity);

  Caller caller_of(const Person& person, const std::string& key_id) const;
  Caller caller_of(const AssumableRole& assumable, const SessionClaims& claims) const;

  KnownKey find_session(const std::string& id, const std::string& token);
  /// The caller may have temporary credentials of their own. Throws AccessDenied.
  void require_own_session(const Snapshot& snapshot, const Caller& caller,
                           const Circumstances& circumstances);
  /// Makes the key, the secret and the token of what `claims` say of the session.
  Session begin_session(const std::string& identity, int64_t epoch);
  Session issue(SessionClaims claims, int seconds, const Snapshot& snapshot);

  /// Whether the caller may do everything, without a condition and without a session's policy.
  static bool is_administrator(const Snapshot& snapshot, const Caller& caller);
  /// What the caller's own policies say, those of their session, and the resource's.
  static Decision own_side(const Snapshot& snapshot, const Question& question);
  Decision session_side(const Snapshot& snapshot, const Question& question);
  Decision resource_side(const Question& question, const std::string& policy);
};

}  // namespace sempurna
