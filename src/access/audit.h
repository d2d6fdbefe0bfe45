#pragma once

#include <memory>
#include <string>

#include "access/caller.h"
#include "base/files.h"

namespace sempurna {

/// One call, for whoever must know later who did what. Never a secret, a token or a payload.
struct AuditLine {
  Time when;
  std::string who;  ///< ARN, or "anonymous"
  std::string access_key_id;
  std::string from;  ///< address
  std::string request_id;
  std::string action;    ///< s3:GetObject
  std::string resource;  ///< ARN
  bool allowed = false;
  std::string why;
  int status = 0;
};

/// audit.jsonl: one JSON object a line, appended whole by one write, 0600; a file that grows beyond
/// `limit_bytes` is renamed to audit.jsonl.1, …, of which `keep` are kept. Safe to use from several
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
