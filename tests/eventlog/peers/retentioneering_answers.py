"""Ask retentioneering for the transition counts of a Parquet log. Run by its own interpreter, its tracking off.

python retentioneering_answers.py FILE CASE ACTIVITY TIME
"""

import contextlib
import io
import json
import os
import sys

os.environ["RETENTIONEERING_NO_TRACK"] = "1"


def main():
    path, case, activity, time = sys.argv[1:5]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        import pandas
        from retentioneering.eventstream.eventstream import Eventstream

        frame = pandas.read_parquet(path, columns=[case, activity, time])
        schema = {"path_cols": [case], "event_col": activity, "timestamp_col": time}
        stream = Eventstream(frame, schema)
        counts = stream.transition_graph_data("count")
        stream.transition_graph_data("time_median")
    names = [name for name in counts.index if not str(name).startswith("path_")]
    found = [[a, b, int(counts.loc[a, b])] for a in names for b in names if counts.loc[a, b]]
    json.dump({"directly_follows": sorted(found)}, sys.stdout)


main()
