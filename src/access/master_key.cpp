#include "access/master_key.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "access/sealed_text.h"
#include "base/atomic_file.h"
#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/private_file.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

constexpr size_t kBytes = 32;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

/// Throws NotFound, saying why there is no key and none may be made.
void make_file(const fs::path& file, const fs::path& needed_by) {
  if (fs::is_symlink(fs::symlink_status(file))) {
    throw Error(Code::NotFound,
                "the master key {} is a link to {}, which is not there; is its disk mounted?",
                file.string(), fs::read_symlink(file).string());
  }
  if (!needed_by.empty()) {
    throw Error(Code::NotFound,
                "the master key {} is not there, and {} cannot be read without it; put the file "
                "back from where you keep it (a backup has it only when that was asked for)",
                file.string(), needed_by.string());
  }
  AtomicFile key(file, 0600);
  key.write(encode_base64(random_bytes(kBytes)) + "\n");
  key.commit_if_absent();  // another who starts for the first time may have been first: that one's
}

std::string from_file(const fs::path& file, const fs::path& needed_by) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    if (errno != ENOENT) throw_system_error(errno, file, "read the master key");
    make_file(file, needed_by);
  }
  require_private(file, "the master key", Readers::OwnerAlone);
  return read_file(file);
}

std::string from_command(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "re");
  if (pipe == nullptr) {
    throw Error(Code::Unavailable, "the master key's command '{}' did not start", command);
  }
  std::string text;
  std::array<char, 256> buffer{};
  while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), count);
    if (text.size() > 4096) break;
  }
  if (::pclose(pipe) != 0) {
    throw Error(Code::Unavailable, "the master key's command '{}' failed", command);
  }
  return text;
}

std::string read(const MasterKey::Source& source, const fs::path& needed_by) {
  switch (source.kind) {
    case MasterKey::Source::Kind::File:
      return from_file(source.where, needed_by);
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

MasterKey::MasterKey(const Source& source, const fs::path& needed_by) {
  const auto key = decode_base64(trimmed(read(source, needed_by)));
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
