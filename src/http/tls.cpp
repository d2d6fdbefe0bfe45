#include "http/tls.h"

#include <openssl/err.h>

#include <new>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr auto kCiphersOfTls12 = "ECDHE+AESGCM:ECDHE+CHACHA20";

[[noreturn]] void fail(const fs::path& file, const char* what) {
  const char* why = ERR_reason_error_string(ERR_peek_last_error());
  throw Error(Code::InvalidArgument, "{} is not {}: {}", file.string(), what,
              why == nullptr ? "it cannot be read" : why);
}

}  // namespace

std::shared_ptr<SSL_CTX> make_tls(const fs::path& certificate, const fs::path& key) {
  const std::shared_ptr<SSL_CTX> tls(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!tls) throw std::bad_alloc();
  SSL_CTX_set_min_proto_version(tls.get(), TLS1_2_VERSION);
  ensure(SSL_CTX_set_cipher_list(tls.get(), kCiphersOfTls12) == 1, "OpenSSL knows the ciphers");
  SSL_CTX_set_options(tls.get(), SSL_OP_NO_RENEGOTIATION);
  // Without tickets, each handshake would leave a session here.
  SSL_CTX_set_session_cache_mode(tls.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(tls.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(tls.get(), certificate.c_str()) != 1) {
    fail(certificate, "a certificate chain in PEM");
  }
  if (SSL_CTX_use_PrivateKey_file(tls.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
    fail(key, "the certificate's key in PEM");
  }
  return tls;
}

}  // namespace sempurna
