// A real server on a free port, with a folder of its own.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const ROLE = "arn:aws:iam::000000000000:role/trainer";

const CONFIG = `
policies:
  data: {Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
roles:
  - name: trainer
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [data]
limits: {jobs-at-once: 1}
networks:
  - vpc: vpc-lab
    name: lab
    cidr: 10.0.0.0/16
    subnets: [{id: subnet-lab, zone: us-east-1a, cidr: 10.0.1.0/24}]
    security-groups: [{id: sg-lab, name: lab, description: all}]
`;

/** The defaults of jobs, where the SageMaker SDK keeps them. */
const SDK_CONFIG = `
SchemaVersion: '1.0'
SageMaker: {TrainingJob: {RoleArn: '${ROLE}'}}
`;

export class Server {
  /** @param {string} programs the folder of `sempurna` and its worker */
  static async start(programs) {
    const server = new Server();
    server.program = join(programs, "sempurna");
    server.root = await mkdtemp(join(tmpdir(), "sempurna-studio-"));
    await mkdir(join(server.root, ".config", "sagemaker"), { recursive: true });
    await writeFile(join(server.root, ".config", "sagemaker", "config.yaml"), SDK_CONFIG);
    await writeFile(join(server.root, "config.yaml"), CONFIG);
    await server.begin("127.0.0.1:0");
    const lines = await readFile(join(server.root, "data", "credentials"), "utf8");
    [server.key, server.secret] = [...lines.matchAll(/= (\S+)/g)].map((found) => found[1]);
    return server;
  }

  async begin(listen) {
    const given = Object.entries(process.env);
    this.environment = {
      ...Object.fromEntries(given.filter(([name]) => !/^(AWS_|SEMPURNA_|XDG_)/.test(name))),
      HOME: this.root,
      GOMP_SPINCOUNT: "10000",
    };
    const places = [
      "--data-dir",
      join(this.root, "data"),
      "--config",
      join(this.root, "config.yaml"),
    ];
    this.process = spawn(this.program, ["serve", "--listen", listen, ...places], {
      env: this.environment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [line] = await once(createInterface({ input: this.process.stdout }), "line");
    const found = /at (http:\/\/127\.0\.0\.1:(\d+))/.exec(line);
    if (found === null) throw new Error(`the server did not start: ${line}`);
    [, this.url, this.port] = found;
  }

  async stop() {
    if (this.process.exitCode !== null) return;
    this.process.kill("SIGTERM");
    await once(this.process, "exit");
  }

  /** A command beside the server; what it prints. */
  async command(...words) {
    const places = [
      "--data-dir",
      join(this.root, "data"),
      "--config",
      join(this.root, "config.yaml"),
    ];
    const run = promisify(execFile);
    return (await run(this.program, [...words, ...places], { env: this.environment })).stdout;
  }

  /** An access key for somebody new who may do what the statements allow. */
  async identity(name, statements) {
    const file = join(this.root, `${name}.json`);
    await writeFile(file, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
    const made = JSON.parse(
      await this.command("identity", "add", name, "--policy", file, "--json"),
    );
    return { url: this.url, key: made.access_key_id, secret: made.secret_access_key };
  }

  /** At the same address, as after a new start of the machine. */
  async again() {
    await this.begin(`127.0.0.1:${this.port}`);
    await sleep(100);
  }

  async close() {
    await this.stop();
    await rm(this.root, { recursive: true, force: true });
  }
}
