#include "config/read_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

class Config : public testing::Test {
 protected:
  ServerConfig read() {
    sources.environment = [this](const char* name) { return environment[name]; };
    return read_config(sources);
  }
  ServerConfig read(const std::string& yaml) {
    sources.file = folder.path() / "config.yaml";
    write_file_atomic(*sources.file, yaml);
    return read();
  }
  std::string fault(const std::string& yaml) {
    try {
      read(yaml);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::InvalidArgument);
      return error.what();
    }
    return "accepted";
  }
  std::string origin(const ServerConfig& config, const std::string& name) {
    for (const auto& one : config.origins) {
      if (one.name == name) return one.value + " from " + one.from;
    }
    return "none";
  }

  TemporaryFolder folder;
  ConfigSources sources;
  std::map<std::string, std::string> environment = {{"HOME", folder.path().string()}};
};

TEST_F(Config, WithoutAFileHasDefaults) {
  const ServerConfig config = read();
  EXPECT_EQ(config.region, "us-east-1");
  EXPECT_EQ(config.http.address, "127.0.0.1");
  EXPECT_EQ(config.http.port, 8600);
  EXPECT_EQ(config.data_dir, folder.path() / ".local/share/sempurna");
  EXPECT_EQ(origin(config, "region"), "us-east-1 from default");
}

TEST_F(Config, KeepsItsDataWhereTheCommandLineKeepsItsModels) {
  environment["XDG_DATA_HOME"] = "/elsewhere";
  EXPECT_EQ(read().data_dir, "/elsewhere/sempurna");
  environment["SEMPURNA_HOME"] = "/one/place";
  EXPECT_EQ(read().data_dir, "/one/place");
  environment["SEMPURNA_DATA_DIR"] = "/for/the/server";
  EXPECT_EQ(read().data_dir, "/for/the/server");
  environment = {};
  expect_error(Code::InvalidArgument, "neither SEMPURNA_HOME nor HOME is set", [&] { read(); });
}

TEST_F(Config, TakesTheFileThenTheEnvironmentThenTheOptions) {
  const std::string yaml = "region: eu-west-1\naccount: \"123456789012\"\nlisten: 127.0.0.1:9000\n";
  const std::string from_file = origin(read(yaml), "region");
  EXPECT_EQ(from_file, "eu-west-1 from " + sources.file->string() + ", line 1");
  environment["SEMPURNA_REGION"] = "eu-west-2";
  EXPECT_EQ(origin(read(yaml), "region"), "eu-west-2 from SEMPURNA_REGION");
  sources.options["region"] = "eu-west-3";
  const ServerConfig config = read(yaml);
  EXPECT_EQ(origin(config, "region"), "eu-west-3 from --region");
  EXPECT_EQ(config.account, "123456789012");
  EXPECT_EQ(config.http.port, 9000);
}

TEST_F(Config, DeclaresWhoThereIsAndWhere) {
  const ServerConfig config = read(R"(
policies:
  read:
    Version: "2012-10-17"
    Statement:
      - {Effect: Allow, Action: ["s3:Get*", "s3:List*"], Resource: "*"}
  json: '{"Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}}'
identities:
  - name: ana
    policies: [read, json]
roles:
  - name: trainer
    trust: {Statement: {Effect: Allow, Principal: {AWS: "000000000000"}, Action: "sts:AssumeRole"}}
    max-session-seconds: 7200
    policies: [read]
networks:
  - vpc: vpc-1
    name: lab
    cidr: 10.0.0.0/16
    default: true
    subnets: [{id: subnet-1, zone: us-east-1a, cidr: 10.0.1.0/24}]
    security-groups: [{id: sg-1, name: default, description: all}]
instance-types:
  - {name: ml.m5.large, gpus: 0, cpus: 2, memory-gib: 8}
master-key: {environment: MASTER}
)");
  ASSERT_EQ(config.identities.size(), 1U);
  EXPECT_EQ(config.identities[0].policies.size(), 2U);
  ASSERT_EQ(config.roles.size(), 1U);
  EXPECT_EQ(config.roles[0].max_session_seconds, 7200);
  ASSERT_EQ(config.networks.size(), 1U);
  EXPECT_TRUE(config.networks[0].is_default);
  EXPECT_EQ(config.networks[0].subnets[0].zone, "us-east-1a");
  EXPECT_EQ(config.instance_types[0].cpus, 2);
  EXPECT_EQ(config.master_key.where, "MASTER");
}

TEST_F(Config, NamesEveryFaultWithItsLine) {
  const std::string all = fault(
      "regon: eu-west-1\nlimits:\n  connections: 0\n  conections: 5\naccount: 12\n"
      "identities:\n  - {nam: ana}\n  - {name: budi, policies: [reed]}\n"
      "policies: {read: {Statement: {Effect: Allow}}}\n");
  const std::string file = sources.file->string();
  for (const std::string& expected :
       {file + ", line 1: the configuration has no setting 'regon'. Did you mean region?",
        file + ", line 3: limits.connections is '0', but must be a whole number from 1 to 100000",
        file + ", line 4: limits has no setting 'conections'. Did you mean connections?",
        file + ", line 5: account is '12', but must be 12 digits, in quotes",
        file + ", line 7: an identity has no setting 'nam'. Did you mean name?",
        file + ", line 7: name is missing",
        file + ", line 8: there is no policy 'reed' among policies. Did you mean read?",
        file + ", line 9: the policy read: statement 1: Action is missing"}) {
    EXPECT_THAT(all, HasSubstr(expected));
  }
}

TEST_F(Config, RefusesWhatIsNoConfiguration) {
  EXPECT_THAT(fault("region: [\n"), HasSubstr("this is not YAML"));
  EXPECT_THAT(fault("- a\n- b\n"), HasSubstr("a configuration is a list of name: value"));
  EXPECT_THAT(fault(std::string(2 << 20, '#')), HasSubstr("at most"));
  EXPECT_THAT(fault(std::string(100000, '[')), HasSubstr("this is not YAML"));
  EXPECT_THAT(fault("data-dir: \"\"\n"), HasSubstr("data-dir is '', but must be a folder"));
  EXPECT_THAT(fault("region: {a: b}\n"), HasSubstr("region must be one value"));
  EXPECT_THAT(fault("region: a\nregion: b\n"), HasSubstr("line 2: 'region' is given twice"));
  EXPECT_THAT(fault("policies:\n  p:\n    Statement:\n      Effect: Allow\n      Effect: Deny\n"),
              HasSubstr("line 5: 'Effect' is given twice"));
  EXPECT_THAT(fault("policies: {p: {Statement: {}}, q: 1, p: {}}\n"),
              HasSubstr("line 1: 'p' is given twice"));
  EXPECT_THAT(fault("master-key: {file: a, command: b}\n"), HasSubstr("one of file, environment"));
  std::string bomb = "policies:\n  a: &a [x,x,x,x,x,x,x,x,x]\n";
  char last = 'a';
  for (char c = 'b'; c < 'k'; last = c++) {
    bomb += fmt::format("  {0}: &{0} [*{1},*{1},*{1},*{1},*{1},*{1},*{1},*{1}]\n", c, last);
  }
  EXPECT_THAT(fault(bomb), HasSubstr("is larger than 20480 bytes"));
  EXPECT_EQ(read("").region, "us-east-1");
}

TEST_F(Config, ListensBeyondLoopbackOnlyWhenToldTo) {
  EXPECT_THAT(fault("listen: 0.0.0.0:8600\n"), HasSubstr("--allow-plain-http"));
  EXPECT_EQ(read("listen: 0.0.0.0:8600\nallow-plain-http: true\n").http.address, "0.0.0.0");
  EXPECT_EQ(read("listen: \"[::1]:1\"\n").http.address, "::1");
  EXPECT_THAT(fault("tls: {certificate: a}\n"), HasSubstr("give --tls-key too"));
}

TEST_F(Config, TakesTheSdksDefaultsForJobs) {
  const fs::path admin = folder.path() / "admin.yaml";
  const fs::path user = folder.path() / "user.yaml";
  write_file_atomic(admin, R"(
SchemaVersion: "1.0"
SageMaker:
  PythonSDK: {Modules: {TelemetryOptOut: true}}
  TrainingJob:
    RoleArn: arn:aws:iam::000000000000:role/admin
    VpcConfig: {Subnets: [subnet-1, subnet-2], SecurityGroupIds: [sg-1]}
    ResourceConfig: {VolumeKmsKeyId: alias/volume}
)");
  write_file_atomic(user, R"(
SageMaker: {TrainingJob: {RoleArn: "arn:aws:iam::000000000000:role/mine", OutputDataConfig: {KmsKeyId: alias/out}}}
)");
  environment["SAGEMAKER_ADMIN_CONFIG_OVERRIDE"] = admin.string();
  environment["SAGEMAKER_USER_CONFIG_OVERRIDE"] = user.string();
  const ServerConfig config = read();
  EXPECT_EQ(config.default_role_arn, "arn:aws:iam::000000000000:role/mine");
  EXPECT_THAT(config.default_subnets, testing::ElementsAre("subnet-1", "subnet-2"));
  EXPECT_EQ(config.default_volume_kms_key, "alias/volume");
  EXPECT_EQ(config.default_output_kms_key, "alias/out");
  EXPECT_EQ(origin(config, "default-role"),
            "arn:aws:iam::000000000000:role/mine from " + user.string() + ", line 2");
}

}  // namespace
}  // namespace sempurna
