#pragma once

#include <openssl/ssl.h>

#include <memory>

#include "base/files.h"

namespace sempurna {

/// What a server's TLS connections are made from: its certificate and key, and what it agrees to:
/// TLS 1.3, or 1.2 with ephemeral keys (ECDHE) and authenticated encryption (AES-GCM,
/// ChaCha20-Poly1305); no renegotiation, and no sessions kept for those who come back.
/// Source: RFC 9325, sections 3 and 4. Throws InvalidArgument naming the file that is at fault.
std::shared_ptr<SSL_CTX> make_tls(const fs::path& certificate, const fs::path& key);

}  // namespace sempurna
