"""Runs ScenarioBench and its peers on the same crowds in turn, and prints how they stand to each other.

Every round runs ours and then theirs, so that both meet the same neighbours on a shared machine; figures are medians
over the windows of all rounds. Only steps are timed: no process start, no reading, nobody coming in.
"""

import argparse
import csv
import datetime
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

JUPEDSIM = "jupedsim_peer.py"
RVO = "rvo_peer.py"

# scenario, people, people in a quick look, our model, the peer's program and model, ratio to reach
CASES = [
    ("open-0.5", 20_000, 2_000, "collision_free_speed", JUPEDSIM, "csm", 30),
    ("open-0.5", 100_000, 10_000, "collision_free_speed", JUPEDSIM, "csm", 60),
    ("plaza", 20_000, 2_000, "collision_free_speed", JUPEDSIM, "csm", 60),
    ("open-3", 5_000, 1_000, "collision_free_speed", JUPEDSIM, "csm", 30),
    ("crossing", 100_000, 5_000, "reciprocal_avoidance", RVO, "orca", 4),
]
MORE_MODELS = [
    ("open-0.5", 5_000, 1_000, "collision_free_speed", JUPEDSIM, "csm-v2", None),
    ("open-0.5", 5_000, 1_000, "steered_speed", JUPEDSIM, "csm-v3", None),
    ("open-0.5", 5_000, 1_000, "anticipation_velocity", JUPEDSIM, "avm", None),
    ("open-0.5", 5_000, 1_000, "social_force", JUPEDSIM, "sfm", None),
    ("open-0.5", 5_000, 1_000, "centrifugal_force", JUPEDSIM, "gcfm", None),
]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="the ScenarioBench program")
    parser.add_argument("--out", default="out/bench-peers", help="folder of the results")
    parser.add_argument("--rounds", type=int, default=3, help="how often ours and theirs take turns")
    parser.add_argument("--windows", type=int, default=3, help="windows of each run")
    parser.add_argument("--only", help="only cases whose scenario has this in its name")
    parser.add_argument("--all-models", action="store_true", help="the other models too, at 5000 people")
    parser.add_argument("--quick", action="store_true", help="small crowds and one round, to see that it works")
    return parser.parse_args()


def run(command, title):
    """What the program printed, read as JSON; nothing when it failed. Its progress stays out of sight."""
    print(f"  {title}", file=sys.stderr)
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        telling = [line for line in lines if "rror" in line] or lines[-1:] or [f"exit code {done.returncode}"]
        print(f"    failed: {telling[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout) if done.stdout.strip() else {}


def rates(windows, clock):
    """[1/s] people moved by one step, of each window."""
    return [1e9 * window["agentSteps"] / max(1, window[clock]) for window in windows]


class Tally:
    """All windows of one program in one case."""

    def __init__(self):
        self.windows = []

    def rate(self, clock="wall"):
        return statistics.median(rates(self.windows, clock)) if self.windows else None

    def spread(self):
        """Between the slowest and the fastest window, as a share of the median."""
        if not self.windows:
            return None
        all_rates = rates(self.windows, "wall")
        return (max(all_rates) - min(all_rates)) / statistics.median(all_rates)


def ours(options, scenario, people, model, windows):
    return [
        options.bench, "--scenario", scenario, "--people", people, "--model", model, "--windows", windows,
    ] + (["--quick"] if options.quick else [])  # fmt: skip


def compare(case, options):
    scenario, many, few, model, program, peer_model, goal = case
    people = few if options.quick else many
    print(f"{scenario}, {people} people, {model} against {peer_model}", file=sys.stderr)
    crowd = pathlib.Path(options.out) / "crowds" / f"{scenario}-{people}-{model}.json"
    command = ours(options, scenario, people, model, options.windows)
    row = {"scenario": scenario, "people": people, "model": model, "peer model": peer_model, "goal": goal}
    tallies = {"peer": Tally(), 1: Tally(), 2: Tally()}
    if run(command + ["--write-crowd", crowd], "the crowd") is None:
        return row | {"peer": None, "tallies": tallies}
    name = None
    for number in range(options.rounds):
        mine = run(command + ["--workers", "1,2", "--no-memory", "--json"], f"round {number + 1}: ours")
        for figures in mine["measurements"] if mine else []:
            measured = figures["measurement"]
            row["hash"] = figures["hash"]
            row["dt"] = measured["question"]["stepMilliseconds"] / 1000
            tallies[measured["workers"]].windows += [
                {
                    "wall": window["wallNanoseconds"],
                    "processor": window["processorNanoseconds"],
                    "agentSteps": window["agentSteps"],
                }
                for window in measured["windows"]
            ]
        theirs = run([sys.executable, HERE / program, crowd, peer_model], f"round {number + 1}: theirs")
        if theirs:
            name = f"{theirs['name']} {theirs['version']}"
            tallies["peer"].windows += theirs["windows"]
    return row | {"peer": name, "tallies": tallies}


def ratio(one, other):
    return one / other if one and other else None


def finished(row):
    """The row's figures, all in one flat record."""
    tallies = row.pop("tallies")
    theirs, one, two = tallies["peer"], tallies[1], tallies[2]
    return row | {
        "peer agent-steps/s": theirs.rate(),
        "ours, 1 worker": one.rate(),
        "ours, 2 workers": two.rate(),
        "ratio": ratio(two.rate(), theirs.rate()),
        "ratio, 1 worker": ratio(one.rate(), theirs.rate()),
        "ratio per CPU second": ratio(one.rate("processor"), theirs.rate("processor")),
        "peer CPU/wall": ratio(theirs.rate("wall"), theirs.rate("processor")),
        "spread, peer": theirs.spread(),
        "spread, ours": two.spread(),
    }


def machine(options):
    def text(path):
        try:
            return pathlib.Path(path).read_text(encoding="utf-8")
        except OSError:
            return ""

    names = [line.split(":", 1)[1].strip() for line in text("/proc/cpuinfo").splitlines() if "model name" in line]
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()
    return {
        "time": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "processor": names[0] if names else "unknown",
        "cores": len(names),
        "load": " ".join(text("/proc/loadavg").split()[:3]),
        "swift": swift[0] if swift else "unknown",
        "python": sys.version.split()[0],
        "rounds": options.rounds,
        "windows": options.windows,
    }


def cell(value, pattern="{:.2f}"):
    return "-" if value is None else pattern.format(value)


def table(rows):
    head = [
        "scenario", "people", "model", "dt", "peer", "peer M/s", "ours 1w M/s", "ours 2w M/s", "ratio", "goal",
        "ratio/CPU s", "spread",
    ]  # fmt: skip
    lines = [head]
    for row in rows:
        goal = "-" if row["goal"] is None else f"{row['goal']}x"
        reached = row["ratio"] is not None and row["goal"] is not None and row["ratio"] >= row["goal"]
        per_million = [row[key] and row[key] / 1e6 for key in head_keys]
        lines.append(
            [
                row["scenario"], str(row["people"]), row["model"], cell(row.get("dt"), "{:.2f} s"),
                f"{row['peer'] or 'failed'} {row['peer model']}", *(cell(value, "{:.3f}") for value in per_million),
                cell(row["ratio"], "{:.1f}x"), goal + (" reached" if reached else ""),
                cell(row["ratio per CPU second"], "{:.1f}x"),
                f"{cell(row['spread, ours'], '{:.0%}')} / {cell(row['spread, peer'], '{:.0%}')}",
            ]
        )  # fmt: skip
    widths = [max(len(line[k]) for line in lines) for k in range(len(head))]
    return "\n".join(
        "  ".join(text.ljust(width) if k in (0, 2, 4) else text.rjust(width)
                  for k, (text, width) in enumerate(zip(line, widths))).rstrip()
        for line in lines
    )  # fmt: skip


head_keys = ("peer agent-steps/s", "ours, 1 worker", "ours, 2 workers")


def main():
    options = arguments()
    if options.quick:
        options.rounds = options.windows = 1
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    here = machine(options)
    cases = CASES + (MORE_MODELS if options.all_models else [])
    rows = [finished(compare(case, options)) for case in cases if not options.only or options.only in case[0]]
    here["load at the end"] = machine(options)["load"]

    for key, value in here.items():
        print(f"{key}: {value}")
    print()
    print(table(rows))
    print("\nagent-steps/s: people moved by one step in a second of wall time, steps alone, the median window;")
    print("ratio: ours on two workers over the peer; ratio/CPU s: ours on one worker over the peer, both by CPU time;")
    print("spread: slowest to fastest window, ours / theirs.")
    with open(out / "peers.json", "w", encoding="utf-8") as file:
        json.dump({"machine": here, "rows": rows}, file, indent=2)
    with open(out / "peers.csv", "w", encoding="utf-8", newline="") as file:
        columns = list(dict.fromkeys(key for row in rows for key in row))
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    print(f"\n{out}/peers.csv {out}/peers.json")
    sys.exit(0 if all(row["ratio"] for row in rows) else 1)


main()
