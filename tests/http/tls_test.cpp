#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <memory>
#include <thread>

#include "http/server.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

template <typename T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, decltype([](T* one) { Free(one); })>;

/// A new key and a certificate for this name that signs itself, in cert.pem and key.pem.
void write_certificate(const fs::path& folder, const std::string& name) {
  const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
  const Owned<X509, X509_free> certificate(X509_new());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  std::FILE* file = std::fopen((folder / "cert.pem").c_str(), "w");
  PEM_write_X509(file, certificate.get());
  std::fclose(file);
  file = std::fopen((folder / "key.pem").c_str(), "w");
  PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
}

/// The name in the certificate that a server shows.
std::string shown_name(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  std::string name;
  {
    const Owned<SSL_CTX, SSL_CTX_free> context(SSL_CTX_new(TLS_client_method()));
    const Owned<SSL, SSL_free> tls(SSL_new(context.get()));
    SSL_set_fd(tls.get(), fd);
    EXPECT_EQ(SSL_connect(tls.get()), 1);
    if (const X509* certificate = SSL_get0_peer_certificate(tls.get())) {
      std::array<char, 100> text{};
      X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(),
                                text.size());
      name = text.data();
    }
  }
  ::close(fd);
  return name;
}

class Tls : public testing::Test {
 protected:
  Tls() {
    // As every program of ours does: OpenSSL writes to connections that are gone.
    std::signal(SIGPIPE, SIG_IGN);
    write_certificate(folder_.path(), "first");
    options_.port = 0;
    options_.tls_certificate = folder_.path() / "cert.pem";
    options_.tls_key = folder_.path() / "key.pem";
  }

  TemporaryFolder folder_;
  HttpOptions options_;
};

TEST_F(Tls, ARenewedCertificateIsForTheConnectionsToCome) {
  HttpServer server(options_, [](ServerRequest&, ResponseWriter&) {});
  std::thread thread([&] { server.run(std::chrono::seconds(1)); });
  EXPECT_EQ(shown_name(server.port()), "first");
  write_certificate(folder_.path(), "second");
  EXPECT_EQ(shown_name(server.port()), "first");
  server.read_certificate()();
  EXPECT_EQ(shown_name(server.port()), "second");

  // A key of another certificate, and none at all.
  const std::string second = read_file(options_.tls_certificate);
  write_certificate(folder_.path(), "third");
  write_file_atomic(options_.tls_certificate, second);
  for (const char* fault : {"key", "certificate"}) {
    try {
      server.read_certificate()();
      ADD_FAILURE() << "renewed with a faulty " << fault;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::InvalidArgument);
      EXPECT_THAT(error.what(), HasSubstr(fault));
    }
    EXPECT_EQ(shown_name(server.port()), "second");
    write_file_atomic(options_.tls_certificate, "no certificate");
  }
  server.stop();
  thread.join();
}

TEST_F(Tls, AFaultyFileIsNamed) {
  write_file_atomic(options_.tls_key, "no key");
  try {
    const HttpServer server(options_, [](ServerRequest&, ResponseWriter&) {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                HasSubstr(options_.tls_key.string() + " is not the certificate's key"));
  }
}

}  // namespace
}  // namespace sempurna
