#pragma once

#include <map>
#include <optional>
#include <string>

namespace sempurna {

/// How objects are sealed whose writer does not say.
struct DefaultSeal {
  std::string algorithm;  ///< "aws:kms" or "AES256", as S3 writes it
  std::string key{};      ///< of aws:kms, as it was named; empty: S3's own
};

/// Source: Amazon S3 User Guide, "Blocking public access".
struct PublicAccessBlock {
  bool block_public_acls = false;
  bool ignore_public_acls = false;
  bool block_public_policy = false;
  bool restrict_public_buckets = false;
};

/// What a bucket's owner has set for it. The store keeps it and acts on none of it.
struct BucketSettings {
  std::optional<DefaultSeal> default_seal{};
  std::map<std::string, std::string> tags{};
  std::optional<PublicAccessBlock> public_access_block{};
};

}  // namespace sempurna
