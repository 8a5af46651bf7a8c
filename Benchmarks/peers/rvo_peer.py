"""Steps a crowd with pyrvo, the RVO2 library: ORCA in the open, preferred velocities set once. Only do_step is timed.

    rvo_peer.py CROWD.json
"""

import importlib.metadata
import math

import pyrvo

from stopwatch import measure, read_crowd

NEIGHBOUR_DISTANCE = 5.0  # [m]
MOST_NEIGHBOURS = 10
HORIZON = 2.0  # [s] for people and for walls
GREATEST_SPEED = 1.8  # [m/s]


def centre(corners):
    return [sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1)]


def main():
    crowd = read_crowd()
    speed = crowd["desiredSpeed"]
    middle = centre(crowd["walkable"])
    preferred = []
    for corners in crowd["exits"]:
        x, y = (a - b for a, b in zip(centre(corners), middle))
        length = math.hypot(x, y)
        preferred.append((speed * x / length, speed * y / length))
    simulator = pyrvo.RVOSimulator(
        crowd["question"]["stepMilliseconds"] / 1000, NEIGHBOUR_DISTANCE, MOST_NEIGHBOURS, HORIZON, HORIZON,
        crowd["people"][0]["radius"], GREATEST_SPEED,
    )  # fmt: skip
    for person in crowd["people"]:
        agent = simulator.add_agent((person["x"], person["y"]))
        simulator.set_agent_pref_velocity(agent, preferred[person["exit"]])
    measure(crowd, "pyrvo", importlib.metadata.version("pyrvo"), simulator.do_step, simulator.get_num_agents)


main()
