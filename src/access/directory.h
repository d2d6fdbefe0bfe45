#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "access/access_error.h"
#include "access/authenticate.h"
#include "access/master_key.h"
#include "access/policy.h"
#include "base/files.h"

namespace sempurna {

/// A role or an identity as the configuration declares it.
struct NamedPolicy {
  std::string name;
  std::string json;
};
struct DeclaredRole {
  std::string name;
  std::string path = "/";
  std::string trust;  ///< JSON
  std::vector<NamedPolicy> policies;
  int max_session_seconds = 3600;
};
struct DeclaredIdentity {
  std::string name;
  std::vector<NamedPolicy> policies;
};

struct AccessKey {
  std::string id;  ///< AKIA…, 20 characters
  std::string identity;
  Time created;
  std::optional<Time> used;  ///< last, to the hour; never: none
  bool enabled = true;
};
struct NewAccessKey {
  std::string id;
  std::string secret;  ///< 40 characters; shown once
};

struct Identity {
  std::string name;
  std::string arn;
  std::string user_id;
  bool enabled = true;
  bool declared = false;  ///< by the configuration, not by `sempurna identity add`
  bool left = false;      ///< the configuration, which alone made it; it is let in nowhere
  Time created;
  std::vector<NamedPolicy> policies;
  std::string fault;  ///< why what is kept of it cannot be read; such an identity is let in nowhere
};
struct Role {
  std::string name;
  std::string arn;
  std::string role_id;
  std::string path;
  std::string trust;
  int max_session_seconds = 3600;
  Time created;
  std::vector<NamedPolicy> policies;
};

/// What AssumeRole is asked for. Source: AWS STS API Reference, "AssumeRole".
struct RoleRequest {
  std::string role_arn;
  std::string session_name;
  int seconds = 3600;                    ///< 900 to the role's longest, 3600 of a role's session
  std::string policy;                    ///< JSON; empty: none
  std::vector<std::string> policy_arns;  ///< arn:aws:iam::ACCOUNT:policy/NAME
  std::map<std::string, std::string> tags;
  std::set<std::string> transitive_tags;  ///< names of tags
  std::string source_identity;
};

/// Temporary credentials of GetSessionToken or AssumeRole.
struct Session {
  Credentials credentials;
  Caller caller;
  Time expires;
};

/// Who there is and what they may do: identities, keys, roles, temporary credentials. Lies in
/// access.sqlite, which the command line may change while a server runs; a change is seen within a
/// second. Safe to use from several threads.
class Directory {
 public:
  Directory(const fs::path& file, std::string account, const MasterKey& master, const Clock& clock);
  ~Directory();

  /// What the configuration declares; in force until the next call. `policies` are those that a
  /// session may name. Throws MalformedPolicy.
  void declare(const std::vector<DeclaredIdentity>& identities,
               const std::vector<DeclaredRole>& roles,
               const std::vector<NamedPolicy>& policies = {});

  /// Told once of each identity or key that is not let in, as its row cannot be read or the
  /// configuration declares it no more, and of what could not be kept. A sentence.
  void on_fault(std::function<void(const std::string&)> tell);

  const std::string& account() const;
  bool is_empty();  ///< no identity has a key yet
  void add_identity(const std::string& name, const std::vector<NamedPolicy>& policies);
  /// With its keys and sessions, which nobody of the same name gets back. Throws InvalidArgument
  /// for one that the configuration declares.
  void remove_identity(const std::string& name);
  /// In place of those that commands gave it; what the configuration gives it stays.
  void set_policies(const std::string& name, const std::vector<NamedPolicy>& policies);
  std::vector<Identity> identities();
  std::optional<Identity> identity(const std::string& name);
  Identity require(const std::string& name);  ///< throws NoSuchIdentity
  /// A disabled identity's keys and sessions are refused at once.
  void set_enabled(const std::string& name, bool enabled);
  /// Throws QuotaExceeded beyond two. `keep` is given the key before it is known here: when that
  /// throws, there is no new key.
  NewAccessKey add_key(const std::string& identity,
                       const std::function<void(const NewAccessKey&)>& keep = {});
  std::vector<AccessKey> keys(const std::string& identity);
  /// A key that is switched off or removed stops working at once, and so do all sessions of its
  /// identity, any of which it may have made. Throws NoSuchAccessKey unless it is this identity's.
  void set_key_enabled(const std::string& identity, const std::string& id, bool enabled);
  void remove_key(const std::string& identity, const std::string& id);
  /// A request was signed with this key. Kept to the hour; never throws.
  void note_use(const std::string& access_key_id);
  /// A new key; the old ones of this identity stop working, and so do sessions made with them.
  NewAccessKey rotate(const std::string& identity);

  std::optional<Role> role(const std::string& name);
  std::vector<Role> roles();

  /// As whom decide() is asked about an identity, a role or a role's session that has sent nothing
  /// itself. Empty: there is none with this ARN.
  std::optional<Caller> caller_of(const std::string& arn);
  /// Whoever sends no signature.
  Caller anonymous() const;

  /// Whether somebody is let in, with a key, who may do everything.
  bool has_administrator();

  /// For authenticate(). Throws InvalidAccessKeyId, InvalidToken, ExpiredToken.
  KnownKey find(const std::string& access_key_id, const std::string& session_token);

  /// The role's trust policy must allow the caller sts:AssumeRole, and sts:TagSession or
  /// sts:SetSourceIdentity where the request has tags or a source identity. Throws AccessDenied,
  /// MalformedPolicy, PackedPolicyTooLarge, InvalidArgument.
  Session assume_role(const Caller& caller, const RoleRequest& request,
                      const Circumstances& circumstances);
  /// As whom a service of this server works for a role whose trust policy allows the service
  /// ("sagemaker.amazonaws.com") sts:AssumeRole. Throws AccessDenied.
  Caller assume_role_as_service(const std::string& role_arn, const std::string& service,
                                const std::string& session_name);
  /// For an identity's own access key; 900 seconds to 36 hours. Throws AccessDenied,
  /// InvalidArgument. Source: AWS STS API Reference, "GetSessionToken".
  Session session_token(const Caller& caller, int seconds, const Circumstances& circumstances);

  /// Temporary credentials of an hour for a person at a page, which may be renewed for half a day.
  /// For an identity's own access key. Throws AccessDenied as session_token does.
  Session sign_in(const Caller& caller, const Circumstances& circumstances);
  /// The same for an identity whom the server itself lets in. Throws NoSuchIdentity, and
  /// AccessDenied of one that is not let in.
  Session sign_in_as(const std::string& identity);
  /// A further hour for credentials of sign_in(), within half a day of it. Throws AccessDenied of
  /// others, ExpiredToken after that.
  Session renew(const Caller& caller);

  /// Whether the caller may, by their identity's or role's policies, the session's, and the
  /// resource's own (a bucket policy; empty: none). An explicit Deny anywhere wins; the default is
  /// no. Within one account an Allow of either side is enough; a session policy must allow as well.
  /// No bucket's policy denies whoever may do everything to read, replace or remove that policy.
  Decision decide(const Question& question, const std::string& resource_policy);

  /// Whether some policy allows the caller the action on something: without that, nothing has to be
  /// worked out for them.
  bool may_anywhere(const Caller& caller, const std::string& action,
                    const std::string& resource_policy);

  /// Whether a bucket's policy lets in whoever comes (public_policy.h). One that cannot be read
  /// does not: decide() lets nobody in by it.
  bool lets_in_everybody(const std::string& resource_policy);

  /// A copy of the database, while others use it.
  void backup(const fs::path& file);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
