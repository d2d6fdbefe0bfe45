#pragma once

#include <functional>
#include <optional>
#include <string>

#include "access/access_error.h"
#include "access/caller.h"
#include "access/query_headers.h"
#include "signing/signature.h"

namespace sempurna {

/// What the signature says of the body.
struct PayloadPromise {
  enum class Kind {
    Unsigned,               ///< UNSIGNED-PAYLOAD, or a presigned request
    Sha256,                 ///< `sha256` is the body's, to be compared
    UnsignedChunksTrailer,  ///< STREAMING-UNSIGNED-PAYLOAD-TRAILER
    SignedChunks,           ///< STREAMING-AWS4-HMAC-SHA256-PAYLOAD
    SignedChunksTrailer,    ///< STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER
  };
  Kind kind = Kind::Unsigned;
  std::string sha256;  ///< hex
  // Of signed chunks: what the chain of signatures begins with.
  std::string seed_signature;
  std::string signing_key;
  std::string time;  ///< 20260102T030405Z
  Scope scope;
};

struct Authenticated {
  Caller caller;
  PayloadPromise payload;
  std::string service;  ///< of the signature's scope; empty of an anonymous request
  bool is_presigned = false;
  // How it was signed, by the names that policies ask for; empty of an anonymous request.
  std::string auth_type;          ///< s3:authType: REST-HEADER, REST-QUERY-STRING or POST
  std::string signature_version;  ///< s3:signatureversion: AWS4-HMAC-SHA256 or AWS
  std::string content_sha256;     ///< s3:x-amz-content-sha256: what was signed of the body
  std::optional<Time> signed_at;  ///< not known of V2
  QueryHeaders query;             ///< of a presigned request
};

/// A signature for another region than the server's: the right one is told, as clients go on from
/// there.
class WrongRegion : public AccessError {
 public:
  WrongRegion(const std::string& given, const std::string& region)
      : AccessError(AccessFault::MalformedAuthorization, "the region '{}' is wrong; expecting '{}'",
                    given, region),
        expected(region) {}

  std::string expected;
};

/// What a signature must be made for.
struct SignatureRules {
  std::string region;
  std::string_view service = "s3";
  /// The bucket that the Host header names, which V2 signs as the first part of the path; empty:
  /// none.
  std::string host_bucket = {};
  bool allow_v2 = true;
};

/// A key as it is looked up to verify a signature.
struct KnownKey {
  std::string secret;
  Caller caller;
};

/// Finds a key by its id and the session token that came with it. Throws InvalidAccessKeyId,
/// InvalidToken, ExpiredToken.
using KeyLookup =
    std::function<KnownKey(const std::string& access_key_id, const std::string& token)>;

/// Verifies a request's signature: Signature V4 in the header or the query, or the old V2 query
/// form (s3 only). A request with none is anonymous. For a header-signed request of another service
/// than s3 without x-amz-content-sha256, `body_sha256` gives the payload hash (hex): it is asked
/// after all else was found right, so that nobody's body is read who has no key.
///
/// Refuses: another region than ours, another service than the rules', V2 where the rules do not
/// allow it, two Authorization headers or a signed header sent twice, a host that is not signed,
/// X-Amz-* headers that are not signed, a clock more than 15 minutes away, a presigned request
/// before its time or after its end or for more than seven days. Throws AccessError.
Authenticated authenticate(const SignableRequest& request, const SignatureRules& rules,
                           const KeyLookup& keys, Time now,
                           const std::function<std::string()>& body_sha256 = {});

/// Whether a request says that somebody signed it, in any way that `authenticate` would look at.
bool is_signed(const SignableRequest& request);

/// The service that a request's signature says it is for, of which nothing is verified; empty: it
/// is not signed, or not in a way that can be read.
std::string signed_service(const SignableRequest& request);

/// The chain of chunk signatures of a streamed upload.
class ChunkSignatures {
 public:
  explicit ChunkSignatures(const PayloadPromise& promise);
  /// Throws SignatureDoesNotMatch unless `signature` is right for a chunk with this SHA-256 (hex).
  void check_chunk(const std::string& sha256, const std::string& signature);
  /// `canonical_trailers` is "name:value\n" of each trailer, in the order sent.
  void check_trailer(const std::string& canonical_trailers, const std::string& signature);

 private:
  void check(const std::string& text, const std::string& given, std::string_view what);

  PayloadPromise promise_;
  std::string previous_;
};

}  // namespace sempurna
