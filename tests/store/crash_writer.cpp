// A program to be killed: five threads write, replace, copy, remove and put together objects until
// they are, each under keys of its own and under one that all share.
//
//   sempurna_crash_writer FOLDER SEED       until it is killed or a fault ends it
//   sempurna_crash_writer FOLDER once       one object, then another in its place
//
// Each step is said before it begins and after it was acknowledged, a line in one write:
//   begin KEY WHAT     WHAT: the number of the content (a * before it: in two parts), or - for none
//   done KEY WHAT
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "crash_content.h"

namespace sempurna {
namespace {

constexpr int kThreads = 5;
constexpr int kKeysPerThread = 6;

void say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::abort();
}

void put(DiskStore& store, const std::string& key, const std::string& content) {
  auto writer = store.write("box", key, WriteOptions{});
  writer->write(content);
  writer->commit();
}

PartChoice put_part(DiskStore& store, const Upload& upload, int number,
                    const std::string& content) {
  auto writer = store.write_part(upload, number, {});
  writer->write(content);
  return {.number = number, .etag = writer->commit().etag, .checksums = {}};
}

/// One step on a key; the number says what it becomes.
void step(DiskStore& store, const std::string& key, uint64_t number, bool may_remove) {
  const uint64_t kind = mix(number, 2) % 20;
  const bool is_removal = may_remove && kind < 5;
  const bool is_in_two_parts = kind == 5;
  const std::string what = is_removal        ? "-"
                           : is_in_two_parts ? "*" + std::to_string(number)
                                             : std::to_string(number);
  say("begin " + key + " " + what);
  if (is_removal) {
    store.remove("box", key);
  } else if (is_in_two_parts) {
    const Upload upload = store.create_upload({.bucket = "box", .key = key});
    const PartChoice second = put_part(store, upload, 2, crash_content(number));
    const PartChoice first = put_part(store, upload, 1, crash_part(number));
    store.complete(upload, {first, second}, {});
  } else if (kind < 9) {
    const Upload upload = store.create_upload({.bucket = "box", .key = key});
    put_part(store, upload, 9, "not chosen");
    store.complete(upload, {put_part(store, upload, 3, crash_content(number))}, {});
  } else {
    put(store, key, crash_content(number));
  }
  say("done " + key + " " + what);
  if (kind == 19) store.create_upload({.bucket = "box", .key = key});  // never completed
}

void write_until_killed(DiskStore& store, uint64_t seed) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&store, seed, t] {
      for (uint64_t i = 0;; ++i) {
        const uint64_t number = mix(seed, static_cast<uint64_t>(t), i) >> 1;
        const uint64_t place = mix(number, 3) % (kKeysPerThread + 1);
        const bool is_shared = place == kKeysPerThread;
        step(store, is_shared ? "shared" : std::to_string(t) + "/" + std::to_string(place), number,
             !is_shared);
      }
    });
  }
}

int run(const std::string& folder, const std::string& how) {
  DiskStore store(folder);
  if (!store.bucket("box")) store.create_bucket({.name = "box"});
  if (how != "once") {
    write_until_killed(store, std::stoull(how));
    return 0;
  }
  store.sweep();
  for (const char* what : {"1", "2"}) {
    say(std::string("begin k ") + what);
    put(store, "k", what);
    say(std::string("done k ") + what);
  }
  return 0;
}

}  // namespace
}  // namespace sempurna

int main(int count, char** arguments) {
  return count == 3 ? sempurna::run(arguments[1], arguments[2]) : 2;
}
