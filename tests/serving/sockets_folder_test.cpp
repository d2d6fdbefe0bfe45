#include "serving/sockets_folder.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace sempurna {
namespace {

void make_socket(const fs::path& at) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, at.c_str(), sizeof(address.sun_path) - 1);
  const int made = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ::close(made);
}

TEST(SocketsFolderTest, WhatAKilledServerLeftGoesAtTheNextStart) {
  const TemporaryFolder home;
  const fs::path note = home.path() / "note";
  const fs::path left = home.path() / "left";
  make_folders(left / "1");
  make_socket(left / "1" / "s");
  write_file_atomic(note, left.string());
  fs::path own;
  {
    const SocketsFolder sockets(note);
    EXPECT_FALSE(fs::exists(left));
    own = sockets.path();
    EXPECT_EQ(read_file(note), own.string());
    EXPECT_TRUE(fs::is_directory(own));
  }
  EXPECT_FALSE(fs::exists(own));
  EXPECT_FALSE(fs::exists(note));
}

TEST(SocketsFolderTest, NothingButSocketsGoes) {
  const TemporaryFolder home;
  const fs::path others = home.path() / "others";
  make_folders(others / "1");
  write_file_atomic(others / "data", "words");
  write_file_atomic(others / "1" / "data", "words");
  write_file_atomic(home.path() / "note", others.string());
  const SocketsFolder sockets(home.path() / "note");
  EXPECT_EQ(read_file(others / "data"), "words");
  EXPECT_EQ(read_file(others / "1" / "data"), "words");
}

TEST(SocketsFolderTest, EachSocketHasAFolderOfItsOwn) {
  const TemporaryFolder home;
  SocketsFolder sockets(home.path() / "note");
  const fs::path one = sockets.next();
  const fs::path other = sockets.next();
  EXPECT_NE(one.parent_path(), other.parent_path());
  EXPECT_TRUE(fs::is_empty(one.parent_path()));
  EXPECT_LT(one.string().size(), 107);
}

}  // namespace
}  // namespace sempurna
