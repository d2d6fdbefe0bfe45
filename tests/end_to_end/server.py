"""A real server on a free port with a folder of its own, for the end-to-end tests."""
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time


class Server:
    def __init__(self, programs, config="", folder=None, arguments=(), **start):
        """`start` goes to subprocess.Popen, over what is given to it here."""
        self.scratch = tempfile.TemporaryDirectory(prefix="sempurna-server-")
        self.root = pathlib.Path(self.scratch.name)
        self.folder = pathlib.Path(folder) if folder else self.root / "data"
        self.program = str(pathlib.Path(programs) / "sempurna")
        self.arguments = ["--data-dir", str(self.folder)]
        self.environment = {**{k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SEMPURNA_"))},
                            "HOME": str(self.root), "LC_ALL": "C.UTF-8"}
        if config:
            (self.root / "config.yaml").write_text(config, encoding="utf-8")
            self.arguments += ["--config", str(self.root / "config.yaml")]
        self.serve_arguments = list(arguments)
        self.start_options = start
        self.process = None
        self.log = None
        self.start()

    def start(self):
        self.log = open(self.root / "log.txt", "ab")
        self.process = subprocess.Popen(
            [self.program, "serve", "--listen", "127.0.0.1:0", *self.arguments, *self.serve_arguments],
            **{"stdout": subprocess.PIPE, "stderr": self.log, "text": True, "env": self.environment,
               **self.start_options})
        line = self.process.stdout.readline()
        found = re.search(r"at (https?)://127\.0\.0\.1:(\d+)", line)
        if not found:
            raise RuntimeError(f"the server did not start: {line} {(self.root / 'log.txt').read_text()}")
        self.port = int(found.group(2))
        self.url = f"{found.group(1)}://127.0.0.1:{self.port}"
        self.greeting = line + self.process.stdout.readline()
        text = (self.folder / "credentials").read_text() if (self.folder / "credentials").exists() else ""
        for _ in range(200):
            if text:
                break
            time.sleep(0.01)
            text = (self.folder / "credentials").read_text() if (self.folder / "credentials").exists() else ""
        self.key, self.secret = re.findall(r"= (\S+)", text)

    def command(self, *arguments):
        return subprocess.run([self.program, *arguments, *self.arguments], capture_output=True, text=True,
                              env=self.environment, timeout=60)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        status = self.process.wait(timeout=40)
        self.process.stdout.close()
        self.log.close()
        return status

    def close(self):
        if self.process.poll() is None:
            self.stop()
        self.scratch.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def hang_up(server, told):
    """Sends SIGHUP and waits until the log tells of it."""
    log = server.root / "log.txt"
    before = log.read_text().count(told)
    server.process.send_signal(signal.SIGHUP)
    for _ in range(3000):
        if log.read_text().count(told) > before:
            return
        time.sleep(0.01)
    raise RuntimeError(f"the log does not say '{told}': {log.read_text()}")
