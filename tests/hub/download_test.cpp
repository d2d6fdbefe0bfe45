#include "hub/download.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <thread>

#include "base/json.h"
#include "base/process.h"
#include "base/random.h"
#include "hub/partial_file.h"
#include "support/expect_error.h"
#include "support/full_disk.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

using namespace std::chrono_literals;

/// One server for all tests; the organisation's name says how it misbehaves (hub_server.py).
class HubDownload : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ::setenv("no_proxy", "127.0.0.1", 1);
    root_ = std::make_unique<TemporaryFolder>();
    server_ = std::make_unique<Process>(
        std::vector<std::string>{"/usr/bin/env", "python3",
                                 (source_tree() / "tests/hub/hub_server.py").string(),
                                 root_->path().string()},
        Process::Options{root_->path() / "output"});
    for (int i = 0; i < 200 && !fs::exists(root_->path() / "ports"); ++i) {
      std::this_thread::sleep_for(50ms);
    }
    ASSERT_TRUE(fs::exists(root_->path() / "ports")) << read_file(root_->path() / "output");
    port_ = read_file(root_->path() / "ports");
  }

  static void TearDownTestSuite() {
    server_.reset();
    root_.reset();
  }

  void SetUp() override {
    Random random(3);
    for (char& c : weights_) c = static_cast<char>(random.next());
  }

  /// Makes the model ORG/tiny on the hub.
  HubSource publish(const std::string& org) {
    const fs::path folder = root_->path() / org / "tiny";
    make_folders(folder);
    put(folder / "config.json", "{\"model_type\":\"bert\"}");
    put(folder / "vocab.txt", "[PAD]\n");
    put(folder / "model.safetensors", weights_);
    put(folder / "tf_model.h5", "not needed");
    return {org + "/tiny", "main"};
  }

  static void put(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
  }

  HubModel fetch(const HubSource& source, const std::string& token = "") {
    return download_model(source, folder_.path(), progress_, {"http://127.0.0.1:" + port_, token},
                          {3, 1ms});
  }

  void expect_whole() const {
    EXPECT_EQ(read_file(folder_.path() / "config.json"), "{\"model_type\":\"bert\"}");
    EXPECT_EQ(read_file(folder_.path() / "vocab.txt"), "[PAD]\n");
    EXPECT_TRUE(read_file(folder_.path() / "model.safetensors") == weights_);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 3);
  }

  /// The requests that the server saw for an organisation.
  static std::vector<Json> requests(const std::string& org) {
    std::vector<Json> result;
    std::ifstream in(root_->path() / "requests");
    for (std::string line; std::getline(in, line);) {
      Json request = parse_json(line, "requests");
      if (request.at("path").get<std::string>().find("/" + org + "/") != std::string::npos) {
        result.push_back(std::move(request));
      }
    }
    return result;
  }

  void expect_refused(const std::string& org, Code code, std::string_view part,
                      const std::string& token = "") {
    const HubSource source = publish(org);
    expect_error(code, part, [&] { fetch(source, token); });
  }

  static inline std::unique_ptr<TemporaryFolder> root_;
  static inline std::unique_ptr<Process> server_;
  static inline std::string port_;
  std::string weights_ = std::string(350'000, '\0');
  TemporaryFolder folder_;
  DownloadProgress progress_;
};

TEST_F(HubDownload, FetchesWhatIsNeededAtTheCommitThatTheRevisionStandsFor) {
  std::map<std::string, int64_t> done;
  progress_ = [&](const std::string& file, int64_t bytes, int64_t total) {
    EXPECT_LE(bytes, total);
    done[file] = bytes;
  };
  const HubModel model = fetch(publish("plain"));
  expect_whole();
  EXPECT_EQ(model.commit, "0123456789abcdef0123456789abcdef01234567");
  EXPECT_EQ(model.files.size(), 3U);
  EXPECT_EQ(done, (std::map<std::string, int64_t>{
                      {"config.json", 21}, {"vocab.txt", 6}, {"model.safetensors", 350'000}}));
  EXPECT_EQ(requests("plain")[0].at("path"), "/api/models/plain/tiny/revision/main?blobs=true");
  EXPECT_EQ(requests("plain").back().at("path"),
            "/plain/tiny/resolve/0123456789abcdef0123456789abcdef01234567/model.safetensors");
}

TEST_F(HubDownload, DoesNotFetchAgainWhatIsHereAndRight) {
  const HubSource source = publish("again");
  fetch(source);
  const size_t before = requests("again").size();
  fetch(source);
  expect_whole();
  // The list and the two small files, which have no hash.
  EXPECT_EQ(requests("again").size(), before + 3);
  put(folder_.path() / "model.safetensors", std::string(weights_.size(), 'x'));
  fetch(source);
  expect_whole();
}

TEST_F(HubDownload, GoesOnWhereTheConnectionWasCut) {
  for (const std::string org : {"cut", "noetag"}) {
    SCOPED_TRACE(org);
    fetch(publish(org));
    expect_whole();
    std::vector<std::string> ranges;
    for (const auto& request : requests(org)) ranges.push_back(request.at("range"));
    const std::vector<std::string> last(ranges.end() - 4, ranges.end());
    EXPECT_EQ(last,
              (std::vector<std::string>{"", "bytes=100000-", "bytes=200000-", "bytes=300000-"}));
    fs::remove(folder_.path() / "model.safetensors");
  }
}

TEST_F(HubDownload, GoesOnWithWhatAnEarlierCallLeft) {
  const HubSource source = publish("cut");
  const HubAccess access{"http://127.0.0.1:" + port_, ""};
  const DownloadPatience none{.attempts = 1, .first_wait = 1ms};
  for (const uint64_t here : {100'000, 200'000, 300'000}) {
    expect_error(Code::Unavailable, "try again, it goes on where it stopped",
                 [&] { download_model(source, folder_.path(), {}, access, none); });
    EXPECT_EQ(fs::file_size(folder_.path() / "model.safetensors.partial"), here);
  }
  download_model(source, folder_.path(), {}, access, none);
  expect_whole();
  EXPECT_EQ(requests("cut").back().at("range"), "bytes=300000-");
}

TEST_F(HubDownload, ThrowsAwayThePartOfAnotherVersion) {
  for (const std::string org : {"changed", "norange"}) {
    SCOPED_TRACE(org);
    fetch(publish(org));
    expect_whole();
    fs::remove(folder_.path() / "model.safetensors");
  }
  // The right length, and even the right tag's absence, but not the right bytes.
  put(folder_.path() / "model.safetensors.partial", std::string(weights_.size(), 'x'));
  fetch(publish("noetag"));
  expect_whole();
  fs::remove(folder_.path() / "model.safetensors");
  // Bytes without a tag where the hub has one; then more bytes than there can be.
  put(folder_.path() / "model.safetensors.partial", weights_.substr(0, 1234));
  fetch(publish("plain"));
  expect_whole();
  put(folder_.path() / "model.safetensors.partial", std::string(weights_.size() + 5, 'x'));
  fetch(publish("plain"));
  expect_whole();
}

TEST_F(HubDownload, WaitsForAHubThatIsBusy) {
  fetch(publish("busy"));
  expect_whole();
}

TEST_F(HubDownload, SendsTheTokenToTheHubAndToNobodyElse) {
  fetch(publish("redirect"), "secret");
  expect_whole();
  size_t at_store = 0;
  for (const auto& request : requests("redirect")) {
    const bool is_store = request.at("store").get<bool>();
    at_store += is_store ? 1 : 0;
    EXPECT_EQ(request.at("token"), is_store ? "" : "Bearer secret");
  }
  EXPECT_EQ(at_store, 1U);
}

TEST_F(HubDownload, GetsAPrivateModelWithItsToken) {
  fetch(publish("private"), "secret");
  expect_whole();
}

TEST_F(HubDownload, SaysWhoMayNot) {
  expect_refused("private", Code::Denied,
                 "/private/tiny does not exist or is private; check the name, or set HF_TOKEN");
  expect_refused("private", Code::Denied, "the token in HF_TOKEN is not accepted for it", "wrong");
  expect_refused("gated", Code::Denied,
                 "/gated/tiny is not open to everybody; accept its conditions on that page and set "
                 "HF_TOKEN");
  expect_refused("gated", Code::Denied, "is not open to the owner of the token", "secret");
}

TEST_F(HubDownload, SaysWhatIsNotThere) {
  expect_refused("missing", Code::NotFound, "/missing/tiny does not exist; check the name");
  expect_refused("norevision", Code::NotFound, "/norevision/tiny has no revision main");
}

TEST_F(HubDownload, SaysThatTheHubFails) {
  expect_refused("throttled", Code::Unavailable, "asks for patience (too many requests)");
  expect_refused("circle", Code::DataCorrupt, "from one address to the next more than 10 times");
  expect_refused("broken", Code::DataCorrupt, "the hub's list of broken/tiny's files is not valid");
  expect_refused("stubborn", Code::Unavailable, "/stubborn/tiny (config.json) failed: ");
}

TEST_F(HubDownload, SaysThatNoHubIsThere) {
  const HubSource source{"a/b", "main"};
  // Port 9 of this machine: nobody listens, so nothing leaves it.
  expect_error(Code::Unavailable, "cannot reach http://127.0.0.1:9: ", [&] {
    download_model(source, folder_.path(), {}, {"http://127.0.0.1:9", ""}, {3, 1ms});
  });
  expect_error(Code::Unavailable, "check the network, or HF_ENDPOINT", [&] {
    download_model(source, folder_.path(), {}, {"http://hub.invalid", ""}, {3, 1ms});
  });
}

TEST_F(HubDownload, HoldsFilesAgainstTheirHashAndSize) {
  expect_refused("liar", Code::DataCorrupt, "model.safetensors of liar/tiny came with the SHA-256");
  EXPECT_FALSE(fs::exists(folder_.path() / "model.safetensors"));
  expect_refused("longer", Code::DataCorrupt, "the hub sends more than 11 bytes for config.json");
  expect_refused("shorter", Code::DataCorrupt,
                 "config.json of shorter/tiny came with 21 bytes where the hub announced 31");
}

TEST_F(HubDownload, EndsWhenTheProgressThrows) {
  progress_ = [](const std::string&, int64_t, int64_t) {
    throw Error(Code::Cancelled, "the user has had enough");
  };
  expect_refused("plain", Code::Cancelled, "the user has had enough");
}

TEST_F(HubDownload, ShowsTheConfigBeforeItFetchesTheRest) {
  std::vector<std::string> seen;
  const auto fetch_with = [&](const FileArrived& arrived) {
    download_model(publish("early"), folder_.path(), {}, {"http://127.0.0.1:" + port_, ""},
                   {3, 1ms}, arrived);
  };
  expect_error(Code::InvalidArgument, "no such family", [&] {
    fetch_with([&](const fs::path& file) {
      EXPECT_EQ(file, folder_.path() / "config.json");
      EXPECT_EQ(read_file(file), "{\"model_type\":\"bert\"}");
      throw Error(Code::InvalidArgument, "no such family");
    });
  });
  EXPECT_EQ(requests("early").size(), 2U);  // the list and config.json
  fetch_with([&](const fs::path& file) { seen.push_back(file.filename()); });
  EXPECT_EQ(seen, (std::vector<std::string>{"config.json", "vocab.txt", "model.safetensors"}));
}

TEST_F(HubDownload, LetsOnlyOneProcessWriteAFile) {
  const PartialFile held(folder_.path() / "config.json");
  expect_refused("plain", Code::Conflict, "another download is writing");
}

TEST_F(HubDownload, SaysThatTheDiskIsFull) {
  const HubSource source = publish("plain");
  const FullDisk full;
  expect_error(Code::ResourceLimit, "the disk is full", [&] { fetch(source); });
}

TEST_F(HubDownload, EndsWhenItIsToldToAndKeepsWhatCame) {
  const HubSource source = publish("told");
  std::stop_source stop;
  int64_t last = 0;
  const DownloadProgress progress = [&](const std::string& file, int64_t done, int64_t) {
    last = done;
    if (file == "model.safetensors") stop.request_stop();
  };
  DownloadPatience patience{3, 1ms};
  patience.stop = stop.get_token();
  const auto before = std::chrono::steady_clock::now();
  put(root_->path() / "slow", "");
  expect_error(Code::Cancelled, "the download was ended", [&] {
    download_model(source, folder_.path(), progress, {"http://127.0.0.1:" + port_, ""}, patience);
  });
  fs::remove(root_->path() / "slow");
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
  EXPECT_GE(fs::file_size(folder_.path() / "model.safetensors.partial"), last);
  fetch(source);
  expect_whole();
  EXPECT_NE(requests("told").back().at("range"), "");
}

TEST_F(HubDownload, EndsWhileItWaitsForAHubThatIsBusy) {
  const HubSource source = publish("throttled");
  std::stop_source stop;
  DownloadPatience patience{5, 60s};
  patience.stop = stop.get_token();
  std::jthread ending([&] {
    std::this_thread::sleep_for(200ms);
    stop.request_stop();
  });
  const auto before = std::chrono::steady_clock::now();
  expect_error(Code::Cancelled, "the download was ended", [&] {
    download_model(source, folder_.path(), {}, {"http://127.0.0.1:" + port_, ""}, patience);
  });
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
}

TEST_F(HubDownload, TellsOnceOfWhatWillBeFetched) {
  std::vector<std::string> names;
  download_model(publish("announced"), folder_.path(), {}, {"http://127.0.0.1:" + port_, ""},
                 {3, 1ms}, {}, [&](const std::vector<HubFile>& files) {
                   for (const HubFile& file : files) names.push_back(file.name);
                 });
  EXPECT_EQ(names, (std::vector<std::string>{"config.json", "vocab.txt", "model.safetensors"}));
}

}  // namespace
}  // namespace sempurna
