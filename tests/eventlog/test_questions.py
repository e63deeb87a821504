"""What changed between two periods, and what would follow from another share."""

import pytest


@pytest.fixture
def log(csv_log):
    rows, case = [], 0

    def walk(month, names, cases):
        nonlocal case
        for _ in range(cases):
            case += 1
            rows.extend((str(case), name, f"2026-{month}-01T00:0{n}:00Z") for n, name in enumerate(names))

    walk("01", ["form", "pay"], 80)
    walk("01", ["form"], 20)
    walk("02", ["form", "pay"], 40)
    walk("02", ["form"], 60)
    walk("03", ["form", "call", "pay"], 5)
    rows.append(("late", "form", "2026-12-01"))
    return csv_log(rows)


def test_a_real_change_is_told_from_chance(log, trace):
    found = trace(log, "--compare", "2026-01", "2026-02", "--end", "pay", "--format", "json").json["changes"]
    assert (found["cases_before"], found["cases_after"]) == (100, 100)
    change = {(one["from"], one["to"]): one for one in found["changes"]}["form", "pay"]
    assert change["difference"] == pytest.approx(-0.4)
    assert change["significant"] and change["p"] < 1e-6
    assert change["interval"][0] < -0.4 < change["interval"][1] < 0
    same = trace(log, "--compare", "2026-01", "2026-01", "--end", "pay", "--format", "json").json["changes"]
    assert not any(one["significant"] for one in same["changes"])


def test_few_visits_are_not_compared_and_unknown_periods_refused(log, trace):
    found = trace(log, "--compare", "2026-01", "2026-03", "--end", "pay", "--format", "json").json["changes"]
    assert found["changes"] == []
    said = trace(log, "--compare", "2026-01", "2027-01")
    assert said.status == 2 and "there are 2026-01, 2026-02" in said.err


def test_what_if_says_what_the_chain_says(log, trace):
    found = trace(
        log, "--what-if", "form -> pay = 90%", "--goal", "pay", "--end", "pay", "--format", "json"
    ).json
    one = found["what_if"][0]
    # 125 of 205 settled cases arrive; with nine in ten paying at once, one of the others calls 5 times in 85.
    assert one["arrive_now"] == pytest.approx(125 / 205)
    assert one["arrive_then"] == pytest.approx(0.9 + 0.1 * 5 / 85)
    assert one["difference_range"][0] < one["difference"] < one["difference_range"][1]
    assert one["now_range"][0] < one["arrive_now"] < one["now_range"][1]
    again = trace(
        log, "--what-if", "form -> pay = 90%", "--goal", "pay", "--end", "pay", "--format", "json"
    ).json
    assert again == found


def test_what_if_needs_sense(log, trace):
    assert "write 'form -> call = 60%'" in trace(log, "--what-if", "more pay", "--goal", "pay").err
    assert "no activity `buy`" in trace(log, "--what-if", "form -> buy = 9%", "--goal", "pay").err
    assert "--goal" in trace(log, "--what-if", "form -> pay = 9%").err


def test_switches_and_contacts_by_columns(tmp_path, trace):
    path = tmp_path / "log.csv"
    rows = [
        "1,web,look,2026-01-01",
        "1,web,look,2026-01-02",
        "1,chat,ask,2026-01-03",
        "1,phone,ask,2026-01-04",
    ]
    rows += ["2,phone,ask,2026-01-01", "3,phone,ask,2026-01-01", "3,phone,ask,2026-03-01"]
    path.write_text("case,how,activity,time\n" + "\n".join(rows) + "\n")
    found = trace(path, "--channel", "how", "--contact", "as*", "--format", "json").json
    # web, web, chat, phone: two switches of three; case 3 stays on the phone.
    assert (found["channel_switches"]["switches"], found["channel_switches"]["pairs"]) == (2, 4)
    contacts = found["contacts"]
    # Five contacts, one within seven days of the first; the last is younger than the window.
    assert (contacts["contacts"], contacts["repeats"], contacts["issues"], contacts["pending"]) == (
        5,
        1,
        4,
        1,
    )
    assert (contacts["resolved_first"], contacts["fcr"]) == (2, pytest.approx(2 / 3))


def test_groups_by_persona_and_period_add_up(tmp_path, trace):
    path = tmp_path / "log.csv"
    rows = [f"{n},{'ab'[n % 2] if n % 5 else ''},x,2026-0{1 + n % 3}-01" for n in range(30)]
    path.write_text("case,who,activity,time\n" + "\n".join(rows) + "\n")
    found = trace(path, "--persona", "who", "--period", "quarter", "--format", "json").json
    assert {one["name"]: one["cases"] for one in found["by_persona"]} == {"a": 12, "b": 12, "not said": 6}
    assert found["by_period"]["groups"][0]["name"] == "2026-Q1"
    for groups in (found["by_persona"], found["by_period"]["groups"]):
        assert sum(one["ended"] + one["left"] + one["open"] for one in groups) == 30


def test_an_activity_called_end_is_no_end(csv_log, trace):
    rows = [
        (str(n), name, f"2026-0{1 + n % 2}-0{k + 1}")
        for n in range(40)
        for k, name in enumerate(("a", "end", "b"))
    ]
    path = csv_log([*rows, ("x", "b", "2026-06-01")])
    found = trace(
        path,
        "--compare",
        "2026-01",
        "2026-02",
        "--what-if",
        "a -> end = 50%",
        "--goal",
        "b",
        "--format",
        "json",
    ).json
    assert [(one["from"], one["to"], one["count_after"]) for one in found["changes"]["changes"]] == [
        ("a", "end", 20), ("b", "drop-off", 20), ("end", "b", 20)
    ]  # fmt: skip
    assert found["what_if"][0]["share_now"] == 1


def test_every_measure_per_persona_adds_up_to_the_whole(tmp_path, trace):
    path = tmp_path / "log.csv"
    rows = []
    for n in range(60):
        who, how = ("ann", "ben")[n % 2], ("web", "phone", "chat")[n % 3]
        rows += [
            f"{n},{who},web,look,2026-01-{1 + n % 9:02d}T08:00",
            f"{n},{who},{how},ask,2026-01-{1 + n % 9:02d}T09:00",
        ]
        if n % 4 == 0:
            rows.append(f"{n},{who},phone,ask,2026-01-{3 + n % 9:02d}T09:00")
    path.write_text("case,who,how,activity,time\n" + "\n".join(rows) + "\n")
    options = (
        "--persona",
        "who",
        "--channel",
        "how",
        "--contact",
        "ask",
        "--window",
        "3d",
        "--format",
        "json",
    )
    found = trace(path, *options).json
    whole, switches = found["contacts"], found["channel_switches"]
    for groups in (found["by_persona"], found["by_period"]["groups"]):
        for key, total in (
            ("contacts", whole["contacts"]),
            ("repeat_contacts", whole["repeats"]),
            ("resolved_first", whole["resolved_first"]),
            ("issues_settled", whole["issues"] - whole["pending"]),
            ("switches", switches["switches"]),
            ("moves", switches["pairs"]),
        ):
            assert sum(one[key] for one in groups) == total, key
    ann, ben = found["by_persona"]
    assert (ann["again"], ben["again"]) == (15, 0)
    assert ann["repeat_rate"] == 15 / 45 and ben["repeat_rate"] == 0
