#include "access/master_key.h"

#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "access/sealed_text.h"
#include "base/atomic_file.h"
#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kBytes = 32;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

std::string from_file(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    const std::string text = encode_base64(random_bytes(kBytes)) + "\n";
    write_private_file(file, text);
    return text;
  }
  if ((status.st_mode & 0077) != 0) {
    throw Error(Code::Denied, "the master key {} may be read by others; run: chmod 600 {}",
                file.string(), file.string());
  }
  return read_file(file);
}

std::string from_command(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "re"), ::pclose);
  if (!pipe) throw Error(Code::Unavailable, "the master key's command '{}' did not start", command);
  std::string text;
  std::array<char, 256> buffer{};
  while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    text.append(buffer.data(), count);
    if (text.size() > 4096) break;
  }
  return text;
}

std::string read(const MasterKey::Source& source) {
  switch (source.kind) {
    case MasterKey::Source::Kind::File:
      return from_file(source.where);
    case MasterKey::Source::Kind::Command:
      return from_command(source.where);
    case MasterKey::Source::Kind::Environment:
      break;
  }
  const char* value = std::getenv(source.where.c_str());
  if (value == nullptr) {
    throw Error(Code::NotFound, "the master key shall come from the environment, but {} is not set",
                source.where);
  }
  return value;
}

}  // namespace

MasterKey::MasterKey(const Source& source) {
  const auto key = decode_base64(trimmed(read(source)));
  if (!key || key->size() != kBytes) {
    throw Error(Code::InvalidArgument,
                "the master key from {} is not 32 bytes in base64; make one with: openssl rand "
                "-base64 32",
                source.where);
  }
  key_ = *key;
}

MasterKey::MasterKey(std::string key) : key_(std::move(key)) {
  ensure(key_.size() == kBytes, "a master key has 32 bytes");
}

std::string MasterKey::encrypt(std::string_view secret, std::string_view context) const {
  return seal_text(key_, secret, context);
}

std::string MasterKey::decrypt(std::string_view encrypted, std::string_view context) const {
  return open_text(key_, encrypted, context);
}

}  // namespace sempurna
