#include <fmt/format.h>
#include <malloc.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "api/door.h"
#include "api/hosts.h"
#include "api/sagemaker/resources.h"
#include "api/sagemaker/sagemaker.h"
#include "api/studio/sign_in_link.h"
#include "base/atomic_file.h"
#include "base/json.h"
#include "base/machine_memory.h"
#include "base/private_file.h"
#include "base/standard_streams.h"
#include "base/usable_threads.h"
#include "cli/command.h"
#include "cli/server_files.h"
#include "cli/upkeep.h"
#include "http/address.h"
#include "hub/pulls.h"
#include "jobs/own_cards.h"
#include "jobs/training_jobs.h"
#include "run/local_executor.h"
#include "serving/endpoints.h"
#include "serving/transform_jobs.h"
#include "tuning/tuning_jobs.h"

namespace sempurna {

namespace {

constexpr auto kAdministrator = "admin";
constexpr auto kEverything =
    R"({"Version":"2012-10-17","Statement":{"Sid":"Everything","Effect":"Allow","Action":"*","Resource":"*"}})";

HttpServer* running = nullptr;

void on_signal(int) {
  if (running != nullptr) running->stop();
}

// Whoever starts it first gets in: an administrator with a key, kept in a file in the form of an
// AWS profile.
void make_first_key(Directory& directory, const ServerFolder& folder) {
  if (!directory.identity(kAdministrator)) {
    directory.add_identity(kAdministrator, {{"everything", kEverything}});
  }
  // In the file before it is in force: whoever loses it would be locked out.
  const NewAccessKey key = directory.add_key(kAdministrator, [&](const NewAccessKey& made) {
    write_private_file(
        folder.credentials(),
        fmt::format("[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n", made.id,
                    made.secret));
  });
  // What is no terminal may be a log, which others read.
  if (::isatty(STDOUT_FILENO) == 0) {
    say("The first access key, {}, is in {}\n", key.id, folder.credentials().string());
    return;
  }
  say("The first access key, shown once; it is kept in {}:\n"
      "  export AWS_ACCESS_KEY_ID={}\n"
      "  export AWS_SECRET_ACCESS_KEY={}\n",
      folder.credentials().string(), key.id, key.secret);
}

// What is no terminal may be a log, which others read.
void show_link(Services& services, const std::string& url) {
  const std::string& address = services.config.http.address;
  const bool is_here = is_loopback(address) || address == "localhost";
  const auto admin = services.directory.identity(kAdministrator);
  if (!is_here || ::isatty(STDOUT_FILENO) == 0 || !admin || !admin->enabled) {
    // All of a machine's addresses are none that can be opened.
    if (address != "0.0.0.0" && address != "::") say("Studio, the page: {}/\n", url);
    return;
  }
  say("Studio, signed in as {}, by this link (once, within five minutes, on this machine):\n"
      "  {}/#/link/{}\n",
      kAdministrator, url, services.link->make(kAdministrator));
}

std::string url_of(const ServerConfig& config, uint16_t port) {
  return fmt::format("{}://{}", config.http.tls_certificate.empty() ? "http" : "https",
                     to_text({config.http.address, port}));
}

StoreLimits limits_of(const ServerConfig& config) {
  StoreLimits limits{.bucket_bytes = config.bucket_quotas,
                     .open_uploads = config.uploads_per_bucket};
  if (const auto others = limits.bucket_bytes.find("*"); others != limits.bucket_bytes.end()) {
    limits.other_buckets_bytes = others->second;
    limits.bucket_bytes.erase(others);
  }
  return limits;
}

void require_private_key(const ServerConfig& config) {
  if (config.http.tls_key.empty()) return;
  require_private(config.http.tls_key, "the certificate's key", Readers::OwnerAndGroup);
}

// What must not change under requests that are on their way takes a new start.
void tell_unchanged(const ServerConfig& now, const ServerConfig& fresh) {
  for (size_t i = 0; i < now.origins.size() && i < fresh.origins.size(); ++i) {
    const auto& [name, value, from] = fresh.origins[i];
    if (value == now.origins[i].value || name == "limits.uploads-per-bucket") continue;
    spdlog::warn("{} is now '{}' ({}), which takes a new start", name, value, from);
  }
}

// All of it, or nothing.
void renew(const ServerOptions& options, const ServerConfig& now, HttpServer& server,
           Directory& directory, DiskStore& store) {
  const ServerConfig fresh = options.read();
  require_private_key(now);
  const auto show_certificate = server.read_certificate();
  directory.declare(fresh.identities, fresh.roles, fresh.policies);
  store.set_limits(limits_of(fresh));
  show_certificate();
  spdlog::info("the certificate, identities, roles, policies and quotas were read anew");
  tell_unchanged(now, fresh);
}

void put_in_order(const ServerConfig& config, DiskStore& store) {
  if (config.upload_days == 0) return;
  const auto age = std::chrono::hours(24 * config.upload_days);
  const size_t aborted = store.abort_older(system_clock().now() - age);
  if (aborted == 0) return;
  if (aborted == 1) {
    spdlog::info("an upload that was not completed within {} days was aborted", config.upload_days);
  } else {
    spdlog::info("{} uploads that were not completed within {} days were aborted", aborted,
                 config.upload_days);
  }
}

// The C library learns from the first large body that is freed to keep the next ones, up to 64 MiB
// for each of its arenas: memory that no limit of ours knows of. Large ones go back to the system
// instead.
void give_back_large_memory() {
  constexpr int kLarge = 1 << 20;
  mallopt(M_MMAP_THRESHOLD, kLarge);
  mallopt(M_TRIM_THRESHOLD, kLarge);
}

// Enough processors and memory for a job of the usual size to be worth its while.
int default_jobs_at_once() {
  constexpr int kThreadsEach = 4;
  constexpr uint64_t kBytesEach = 4'000'000'000;
  const int by_threads = usable_threads() / kThreadsEach;
  const auto by_memory = static_cast<int>(available_memory() / kBytesEach);
  return std::max(1, std::min(by_threads, by_memory));
}

int jobs_at_once(const ServerConfig& config) {
  return config.jobs_at_once > 0 ? config.jobs_at_once : default_jobs_at_once();
}

// A job reads and writes as its role may. Its share of the threads is the same whatever else runs:
// what it computes depends on their number.
TrainingJobs::Options job_options(Services& services) {
  const ServerConfig& config = services.config;
  const int at_once = jobs_at_once(config);
  return {
      .server = {
          .home = config.data_dir,
          .store = "this server",
          .open =
              [&services](const JobRecord& job) { return sagemaker::open_objects(services, job); },
          .arn = [&config](
                     const std::string& name) { return sagemaker::training_job_arn(config, name); },
          .log = [](const std::string& line) { spdlog::info("{}", line); },
          .threads = std::max(1, usable_threads() / at_once)},
      .at_once = at_once,
      .available_memory = available_memory};
}

Endpoints::Options endpoint_options(Services& services) {
  return {
      .home = services.config.data_dir,
      .open = [&services](
                  const std::string& role) { return sagemaker::open_model_data(services, role); },
      .log = [](const std::string& line) { spdlog::info("{}", line); },
      .available_memory = available_memory};
}

TuningServer tuning_server(Services& services) {
  return {
      .tag = [&services](const std::string& trial,
                         const TuningRecord& job) { sagemaker::tag_trial(services, trial, job); },
      .log = [](const std::string& line) { spdlog::info("{}", line); }};
}

// A job that trains ends some day, and an endpoint does not by itself.
TransformServer transform_server(Services& services) {
  return {.home = services.config.data_dir,
          .open =
              [&services](const TransformPlan& plan, const std::string& job) {
                return sagemaker::open_for_transform(services, plan, job);
              },
          .log = [](const std::string& line) { spdlog::info("{}", line); },
          .available_memory = available_memory,
          .gives_memory_back =
              [&services] {
                return !services.jobs->list({.statuses = {"InProgress", "Stopping"}}).empty();
              }};
}

int serve(const ServerOptions& options) {
  give_back_large_memory();
  const ServerConfig config = options.read();
  // For all that asks for the home, workers too.
  ::setenv("SEMPURNA_DATA_DIR", config.data_dir.c_str(), 1);
  const ServerFolder folder{config.data_dir};
  folder.prepare();
  const FolderLock lock = folder.lock();
  fs::remove_all(imports_folder());
  // To standard error, so that what a person reads on standard output stays short.
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "sempurna", std::make_shared<spdlog::sinks::stderr_sink_mt>()));

  require_private_key(config);
  ServerAccess access(config);
  access.directory.on_fault([](const std::string& fault) { spdlog::error("{}", fault); });
  Upkeep::hold_signal();
  DiskStore store(folder.store());
  store.set_limits(limits_of(config));
  Audit audit(folder.audit());
  Services services{config, store, access.directory, access.keys, audit, system_clock()};
  LocalExecutor executor;
  JobRecords records(config.data_dir);
  TrainingJobs jobs(job_options(services), records, executor);
  services.jobs = &jobs;
  sagemaker::Resources resources(config.data_dir);
  services.resources = &resources;
  TuningRecords tuning_records(config.data_dir);
  TuningJobs tuning(tuning_server(services), tuning_records, jobs);
  services.tuning = &tuning;
  EndpointRecords endpoint_records(config.data_dir);
  Endpoints endpoints(endpoint_options(services), endpoint_records, executor);
  studio::SignInLink link(services.clock);
  services.link = &link;
  services.endpoints = &endpoints;
  TransformRecords transform_records(config.data_dir);
  TransformJobs transforms(transform_server(services), jobs_at_once(config), transform_records,
                           executor);
  services.transforms = &transforms;
  Pulls pulls(
      server_pulls(config.data_dir, [](const std::string& line) { spdlog::info("{}", line); }));
  services.pulls = &pulls;
  std::unique_ptr<HttpServer> server;
  Door door(services, [&] { return server->connections(); });
  server = std::make_unique<HttpServer>(
      config.http,
      [&](ServerRequest& request, ResponseWriter& writer) { door.answer(request, writer); });

  running = server.get();
  std::signal(SIGTERM, on_signal);
  std::signal(SIGINT, on_signal);

  const std::string url = url_of(config, server->port());
  const fs::path& certificate = config.http.tls_certificate;
  write_private_file(
      folder.address(),
      to_line({{"url", url},
               {"region", config.region},
               {"certificate", certificate.empty() ? "" : fs::absolute(certificate).string()}}) +
          "\n");
  say("Sempurna serves S3, STS, IAM, KMS and SageMaker at {}\n", url);
  say("Region {}, account {}; data in {}\n", config.region, config.account,
      config.data_dir.string());
  if (config.allow_plain_http_beyond_loopback && config.http.tls_certificate.empty()) {
    tell("sempurna: without TLS, whoever can read the network reads what is sent over it\n");
  }
  if (access.directory.is_empty()) make_first_key(access.directory, folder);
  show_link(services, url);
  std::fflush(stdout);
  {
    const Upkeep upkeep([&] { renew(options, config, *server, access.directory, store); },
                        [&] { put_in_order(config, store); });
    server->run();
  }
  running = nullptr;
  return 0;
}

}  // namespace

Command add_serve(CLI::App& root) {
  auto options = std::make_shared<ServerOptions>();
  CLI::App* app = root.add_subcommand(
      "serve", "The server: buckets and objects by S3, identities and keys, until it is ended");
  options->add_common(*app);
  options->add(*app, "--listen", "listen", "ADDRESS:PORT (default: 127.0.0.1:8600)");
  options->add(*app, "--tls-cert", "tls.certificate", "Certificate chain in PEM");
  options->add(*app, "--tls-key", "tls.key", "The certificate's key in PEM");
  options->add(*app, "--region", "region", "The region that clients name (default: us-east-1)");
  options->add(*app, "--account", "account", "The account's 12 digits (default: 000000000000)");
  app->add_flag_callback(
      "--allow-plain-http", [options] { options->settings["allow-plain-http"] = "true"; },
      "Listen beyond this machine without TLS");
  return {app, [options] { return serve(*options); }};
}

}  // namespace sempurna
