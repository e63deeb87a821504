"""Ask PM4Py the same questions. Run by its own interpreter, never imported: it is AGPL.

python pm4py_answers.py FILE CASE ACTIVITY TIME KEEP [times] < net.json > answers.json
"""

import contextlib
import io
import json
import sys


def read(path, case, activity, time, keep):
    import pandas
    import pm4py

    if ".xes" in path:
        frame = pm4py.read_xes(path)
        if keep != "all" and "lifecycle:transition" in frame:
            frame = frame[frame["lifecycle:transition"].str.lower() == keep]
    elif path.endswith(".parquet"):
        frame = pandas.read_parquet(path)
    else:
        frame = pandas.read_csv(path, dtype={case: str, activity: str})
        frame[time] = pandas.to_datetime(frame[time], utc=True)
    if ".xes" not in path:
        frame = pm4py.format_dataframe(frame, case_id=case, activity_key=activity, timestamp_key=time)
    return frame.sort_values(["case:concept:name", "time:timestamp"], kind="stable")


def net_of(machine):
    """A Petri net for an automaton whose states remember the last touchpoint: one place a state."""
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    net = PetriNet("journey")
    places = {}
    for state in range(len(machine["names"])):
        places[state] = PetriNet.Place(f"p{state}")
        net.places.add(places[state])
    stop = PetriNet.Place("stop")
    net.places.add(stop)

    def add(name, label, source, target):
        transition = PetriNet.Transition(name, label)
        net.transitions.add(transition)
        add_arc_from_to(source, transition, net)
        add_arc_from_to(transition, target, net)

    for state, targets in enumerate(machine["after"]):
        for target in targets:
            label = None if target in machine["silent"] else machine["names"][target]
            add(f"t{state}_{target}", label, places[state], places[target])
        for visit in machine["visits"][state]:
            add(f"v{state}_{visit}", visit, places[state], places[state])
        if state in machine["accepting"]:
            add(f"stop{state}", None, places[state], stop)
    return net, Marking({places[0]: 1}), Marking({stop: 1})


def align(machine, paths):
    from pm4py.algo.conformance.alignments.petri_net import algorithm
    from pm4py.objects.log.obj import Event, Trace

    net, start, end = net_of(machine)
    costs = []
    for path in paths:
        trace = Trace([Event({"concept:name": name}) for name in path])
        found = algorithm.apply(
            trace, net, start, end, variant=algorithm.Variants.VERSION_STATE_EQUATION_A_STAR
        )
        costs.append(found["cost"] // 10000)
    return costs


def main():
    question = json.load(sys.stdin)
    with io.StringIO() as quiet, contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        answers = {}
        if question.get("machine"):
            answers["costs"] = align(question["machine"], question["paths"])
        else:
            import pm4py

            frame = read(*sys.argv[1:6])
            dfg, _, _ = pm4py.discover_dfg(frame)
            answers["directly_follows"] = sorted([a, b, int(n)] for (a, b), n in dfg.items())
            if sys.argv[6:] == ["times"]:
                times, _, _ = pm4py.discover_performance_dfg(frame)
                answers["medians"] = sorted([a, b, float(said["median"])] for (a, b), said in times.items())
            variants = pm4py.get_variants(frame)
            answers["variants"] = sorted(
                [list(path), n if isinstance(n, int) else len(n)] for path, n in variants.items()
            )
    json.dump(answers, sys.stdout)


main()
