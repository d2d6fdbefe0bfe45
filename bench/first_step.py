#!/usr/bin/env python3
"""How long a job takes before its first step and after its last: the command, the check, loading, and what is written
at the end. Several programs are run in turn, and medians are printed.

    bench/first_step.py --card huggingface-ic-mobilenet-v2-1-0-224 --data SHARED/data/flowers \
        [--program build/release/bin/sempurna --program BEFORE/sempurna] [--rounds 5] [-- --set epochs=1]

Each --program is a folder's `sempurna` with its worker beside it. Arguments after -- go to fine-tune. The first step
has ended when progress.jsonl tells of it; of a job that keeps features it is the first step over these.
Needs nothing beyond Python.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def events_of(job):
    lines = (job / "progress.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def run(program, options, folder, name):
    command = [str(program), "fine-tune", options.card, "--data", options.data, "--json", "--quiet", "--output",
               str(folder), "--name", name, *options.rest]
    root = pathlib.Path(__file__).resolve().parent.parent
    began = time.time()
    done = subprocess.run(command, env={"SEMPURNA_SHARE": str(root), **os.environ}, capture_output=True, text=True)
    ended = time.time()
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    events = events_of(folder / name)
    if options.events:
        last = began
        for event in events:
            kind = event["event"]
            what = [str(event[key]) for key in ("stage", "phase", "step", "epoch") if key in event]
            print(f"  {event['time'] - began:7.3f} (+{event['time'] - last:.3f}) {kind} {' '.join(what)}")
            last = event["time"]
        print(f"  {ended - began:7.3f} end")
    begins = [e["time"] for e in events if e["event"] == "phase" and e["phase"] == "training"]
    steps = [e["time"] for e in events if e["event"] == "step" and e["phase"] == "training"]
    return {"first step begins": begins[0] - began, "first step ended": steps[0] - began,
            "last step to archive": ended - steps[-1], "whole": ended - began}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--card", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--program", action="append", type=pathlib.Path, default=[])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", action="store_true", help="print each job's events with their times")
    parser.add_argument("rest", nargs="*")
    options = parser.parse_args()
    root = pathlib.Path(__file__).resolve().parent.parent
    programs = options.program or [root / "build/release/bin/sempurna"]
    seen = [{} for _ in programs]
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(options.rounds):
            for k, program in enumerate(programs):
                if options.events:
                    print(program)
                for what, seconds in run(program, options, pathlib.Path(scratch), f"job-{k}-{number}").items():
                    seen[k].setdefault(what, []).append(seconds)
    for program, figures in zip(programs, seen):
        print(program)
        for what, all_seconds in figures.items():
            print(f"  {what:22} {statistics.median(all_seconds):6.2f} s  (of {options.rounds}: "
                  f"{min(all_seconds):.2f} to {max(all_seconds):.2f})")


if __name__ == "__main__":
    main()
