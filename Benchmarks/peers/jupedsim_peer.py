"""Steps a crowd with JuPedSim: the same ground, people, exits, model and time step as ScenarioBench.

    jupedsim_peer.py CROWD.json MODEL
"""

import sys

import jupedsim
import shapely

from stopwatch import measure, read_crowd


def model(name, crowd):
    """The model and a function that makes one person's parameters."""
    common = {"desired_speed": crowd["desiredSpeed"]}
    paced = common | {"time_gap": crowd["timeGap"]}
    if name == "csm":
        return jupedsim.CollisionFreeSpeedModel(), jupedsim.CollisionFreeSpeedModelAgentParameters, paced
    if name == "csm-v2":
        return jupedsim.CollisionFreeSpeedModelV2(), jupedsim.CollisionFreeSpeedModelV2AgentParameters, paced
    if name == "csm-v3":
        return jupedsim.CollisionFreeSpeedModelV3(), jupedsim.CollisionFreeSpeedModelV3AgentParameters, paced
    if name == "avm":
        # A seed of its own at each start otherwise.
        walk = jupedsim.AnticipationVelocityModel(rng_seed=1)
        return walk, jupedsim.AnticipationVelocityModelAgentParameters, paced
    if name == "sfm":
        return jupedsim.SocialForceModel(), jupedsim.SocialForceModelAgentParameters, common
    if name == "gcfm":
        walk = jupedsim.GeneralizedCentrifugalForceModel()
        return walk, jupedsim.GeneralizedCentrifugalForceModelAgentParameters, common
    raise SystemExit(f"no model '{name}'")


def main():
    crowd = read_crowd()
    walk, parameters, values = model(sys.argv[2], crowd)
    ground = shapely.Polygon(crowd["walkable"]).difference(
        shapely.union_all([shapely.Polygon(corners) for corners in crowd["obstacles"]])
    )
    simulation = jupedsim.Simulation(
        model=walk, geometry=ground, dt=crowd["question"]["stepMilliseconds"] / 1000
    )
    ways = []
    for corners in crowd["exits"]:
        stage = simulation.add_exit_stage([tuple(corner) for corner in corners])
        ways.append((simulation.add_journey(jupedsim.JourneyDescription([stage])), stage))
    refused = 0
    for person in crowd["people"]:
        journey, stage = ways[person["exit"]]
        place = values | {"position": (person["x"], person["y"]), "journey_id": journey, "stage_id": stage}
        if sys.argv[2] != "gcfm":
            place["radius"] = person["radius"]
        try:
            simulation.add_agent(parameters(**place))
        except RuntimeError:
            refused += 1
    if refused:
        print(f"JuPedSim refused {refused} people", file=sys.stderr)
    if refused > len(crowd["people"]) / 100:
        raise SystemExit("over one in a hundred refused: not the same crowd")
    measure(crowd, "JuPedSim", jupedsim.__version__, simulation.iterate, simulation.agent_count)


main()
