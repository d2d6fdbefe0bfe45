#pragma once

#include <memory>
#include <string>

#include "access/caller.h"
#include "base/files.h"

namespace sempurna {

/// One decision, for whoever must know later who did what: a call has as many lines as were made
/// for it (a copy's source and its target, each key of a DeleteObjects, each use of a key), all of
/// one request id and status, or one when it did not come so far. Never a secret, a token or a
/// payload.
struct AuditLine {
  Time when;
  std::string who;  ///< ARN, or "anonymous"
  std::string access_key_id;
  std::string from;  ///< address
  std::string request_id;
  std::string operation;  ///< what was called: s3:CopyObject
  std::string action;     ///< what was decided about: s3:GetObject
  std::string resource;   ///< ARN
  bool allowed = false;
  std::string why;
  int status = 0;
};

/// audit.jsonl: one JSON object a line, appended whole by one write, 0600; a file that grows beyond
/// `limit_bytes` is renamed to audit.jsonl.1, …, of which `keep` are kept. While that cannot be
/// done, the file grows on: no line that was written is given up for it. Safe to use from several
/// threads.
class Audit {
 public:
  explicit Audit(const fs::path& file, uint64_t limit_bytes = 64 << 20, int keep = 8);
  ~Audit();
  void write(const AuditLine& line);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
