// A hub of models on loopback, with one picture model of some kilobytes on it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../..", import.meta.url));
const GOLDEN = join(SOURCE, "tests", "golden", "models", "resnet-basic");

export class Hub {
  static async start() {
    const hub = new Hub();
    hub.root = await mkdtemp(join(tmpdir(), "sempurna-hub-"));
    hub.process = spawn(
      "/usr/bin/python3",
      [join(SOURCE, "tests", "hub", "hub_server.py"), hub.root],
      { stdio: "ignore" },
    );
    while (!existsSync(join(hub.root, "ports"))) await sleep(50);
    hub.url = `http://127.0.0.1:${await readFile(join(hub.root, "ports"), "utf8")}`;
    return hub;
  }

  /** The files of a model, ORG/NAME. */
  async publish(name) {
    const folder = join(this.root, name);
    await mkdir(folder, { recursive: true });
    for (const file of ["config.json", "model.safetensors"]) {
      await copyFile(join(GOLDEN, file), join(folder, file));
    }
    const preprocessor = "preprocessor_config.json";
    const bundled = join(SOURCE, "models", "sempurna-ic-small", preprocessor);
    await copyFile(bundled, join(folder, preprocessor));
  }

  /** Whether files come at a thousand bytes in a tenth of a second. */
  async beSlow(isSlow) {
    const mark = join(this.root, "slow");
    await (isSlow ? writeFile(mark, "") : rm(mark, { force: true }));
  }

  async close() {
    this.process.kill();
    await rm(this.root, { recursive: true, force: true });
  }
}
