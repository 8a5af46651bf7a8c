"""Times windows of steps of a crowd in another simulator, and prints the figures as JSON."""

import json
import sys
import time


def read_crowd():
    """The crowd in the file that the command line names, as ScenarioBench --write-crowd made it."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def measure(crowd, name, version, step, count):
    """Warms up and times windows as ScenarioBench does. Only `step` runs on the clock; `count` gives the people."""
    question = crowd["question"]
    print(f"{name} {version}: {count()} people, warming up", file=sys.stderr)
    for _ in range(question["warmUp"]):
        step()
    windows = []
    for _ in range(question["windows"]):
        agent_steps = wall = processor = 0
        for _ in range(question["steps"]):
            agent_steps += count()
            wall_start, processor_start = time.perf_counter_ns(), time.process_time_ns()
            step()
            wall += time.perf_counter_ns() - wall_start
            processor += time.process_time_ns() - processor_start
        windows.append({"wall": wall, "processor": processor, "agentSteps": agent_steps})
    json.dump({"name": name, "version": version, "windows": windows, "present": count()}, sys.stdout)
