"""Choose which checks run, and how: profiles, selections, severities and options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cxmap.checks import Check, Severity
from cxmap.config import CheckSettings, Config, ConfigError, Profile
from cxmap.options import OptionError, read_options
from cxmap.place import Place, Problem
from cxmap.vocabulary import nearest
from cxmap.waiving import CODE as WAIVER_RULE

_MET = tuple(f"MET00{number}" for number in range(1, 6))
_CON = tuple(f"CON00{number}" for number in range(1, 6))
STARTER = ("STR", "GOV001", "GOV002", *_MET, *_CON)
PROFILES: dict[str, tuple[str, ...]] = {
    "starter": STARTER,
    "governance": (*STARTER, "CON", "GOV", "DAT"),
    "full": ("",),
}
_PREFIX = re.compile(r"[A-Z]{2,8}[0-9]{0,3}")


@dataclass(frozen=True)
class Wishes:
    """What the command line asks for; it wins over cxmap.yaml."""

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity | None = None


@dataclass(frozen=True)
class Planned:
    """One check that will run, with its severity, its time and its options."""

    check: Check
    severity: Severity
    seconds: float
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Everything that will run, and what it must come to."""

    profile: str
    fail_on: Severity
    checks: tuple[Planned, ...]
    required: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """The codes of everything planned."""
        return frozenset(each.check.code for each in self.checks)


def choose(checks: Sequence[Check], ours: frozenset[str], config: Config, wishes: Wishes) -> Plan:
    """Decide what runs. `ours` holds the codes of first-party checks, which alone depend on the profile.

    Raises:
        ConfigError: an unknown profile, code, name or option, or a choice that leaves nothing.
    """
    catalogue = Catalogue(checks)
    profile = wishes.profile or config.profile or "starter"
    chain = _chain(profile, config, by_hand=wishes.profile is not None)
    codes = _chosen(catalogue, ours, config, wishes, chain)
    settings = _settings(catalogue, config, chain)
    levels = [each.fail_on for each in reversed(chain) if each.fail_on]
    fail_on = wishes.fail_on or config.fail_on or (levels[0] if levels else "error")
    required = catalogue.find_all(config.require.checks, config, "require", "checks")
    planned = tuple(_planned(check, settings, config) for check in catalogue.checks if check.code in codes)
    return Plan(profile, fail_on, planned, required)


class Catalogue:
    """Every known check, found by code, name or prefix."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self.checks = tuple(sorted(checks, key=lambda each: each.code))
        self._by_word = {word: each for each in self.checks for word in (each.code, each.name)}

    def find(self, word: str) -> frozenset[str]:
        """The codes a word stands for; empty when it stands for none."""
        if word in self._by_word:
            return frozenset({self._by_word[word].code})
        if not _PREFIX.fullmatch(word):
            return frozenset()
        return frozenset(each.code for each in self.checks if each.code.startswith(word))

    def get(self, word: str) -> Check | None:
        """The one check with this code or name."""
        return self._by_word.get(word)

    def unknown(self, word: str, place: Place) -> Problem:
        """The sentence for a word that stands for no check."""
        close = nearest(word, self._by_word)
        hint = f"did you mean `{close}`?" if close else "write a code, a name or the beginning of codes"
        return Problem(place, "LNG004", f"`{word}` is not a check; {hint}")

    def find_all(self, words: Sequence[str], config: Config, *path: str | int) -> frozenset[str]:
        """The codes that words of the configuration stand for.

        Raises:
            ConfigError: one stands for none.
        """
        found: set[str] = set()
        for position, word in enumerate(words):
            codes = self.find(word)
            if not codes:
                raise ConfigError(self.unknown(word, config.place(*path, position)))
            found |= codes
        return frozenset(found)

    def find_by_hand(self, words: Sequence[str], option: str) -> frozenset[str]:
        """The codes that words on the command line stand for.

        Raises:
            ConfigError: one stands for none.
        """
        for word in words:
            if not self.find(word):
                raise ConfigError(self.unknown(word, by_hand(option)))
        return frozenset().union(*(self.find(word) for word in words))


def by_hand(option: str) -> Place:
    """The place of something given on the command line."""
    return Place(option, 1, 1)


def _chain(name: str, config: Config, *, by_hand: bool) -> list[Profile]:
    """The profiles behind a name, the one all others extend first."""
    chain: list[Profile] = []
    seen: list[str] = []
    place = _place_of_profile(config, by_hand)
    while name not in PROFILES:
        if name in seen:
            raise ConfigError(
                Problem(place, "LNG008", f"the profile `{name}` extends itself; break the circle")
            )
        if name not in config.profiles:
            known = sorted({*PROFILES, *config.profiles})
            close = nearest(name, known)
            hint = f"did you mean `{close}`?" if close else f"write one of {', '.join(known)}"
            raise ConfigError(Problem(place, "LNG004", f"`{name}` is not a profile; {hint}"))
        seen.append(name)
        profile = config.profiles[name]
        chain.insert(0, profile)
        if profile.extends is None:
            return chain
        place = config.place("profiles", name, "extends")
        name = profile.extends
    return [Profile(select=PROFILES[name]), *chain]


def _place_of_profile(config: Config, asked: bool) -> Place:
    return by_hand("--profile") if asked else config.place("profile")


def _chosen(
    catalogue: Catalogue,
    ours: frozenset[str],
    config: Config,
    wishes: Wishes,
    chain: Sequence[Profile],
) -> frozenset[str]:
    foreign = frozenset(each.code for each in catalogue.checks) - ours
    if wishes.select:
        codes = catalogue.find_by_hand(wishes.select, "--select")
    elif config.select:
        codes = catalogue.find_all(config.select, config, "select")
    else:
        codes = foreign | _of_profile(catalogue, ours, config, chain)
    if not wishes.select:
        codes -= catalogue.find_all(config.ignore, config, "ignore")
    codes -= catalogue.find_by_hand(wishes.ignore, "--ignore")
    _refuse_ignored_waivers(catalogue, config, wishes)
    if not codes - {WAIVER_RULE}:
        place = by_hand("--select") if wishes.select or wishes.ignore else config.place("profile")
        raise ConfigError(Problem(place, "LNG010", "this choice leaves no check; choose at least one"))
    return codes | {WAIVER_RULE}


def _refuse_ignored_waivers(catalogue: Catalogue, config: Config, wishes: Wishes) -> None:
    for place, words in ((by_hand("--ignore"), wishes.ignore), (config.place("ignore"), config.ignore)):
        for word in words:
            check = catalogue.get(word)
            if check is not None and check.code == WAIVER_RULE:
                raise ConfigError(Problem(place, "LNG003", f"`{word}` cannot be ignored; remove it"))


def _of_profile(
    catalogue: Catalogue, ours: frozenset[str], config: Config, chain: Sequence[Profile]
) -> frozenset[str]:
    """What a profile holds: built-in ones whatever this version has, own ones exactly what they name."""
    codes: frozenset[str] = frozenset()
    names = {id(each): name for name, each in config.profiles.items()}
    for each in chain:
        if id(each) in names:
            name = names[id(each)]
            codes |= catalogue.find_all(each.select, config, "profiles", name, "select")
            codes -= catalogue.find_all(each.ignore, config, "profiles", name, "ignore")
        else:
            codes |= {code for code in ours if code.startswith(each.select)}
    return codes


def _settings(catalogue: Catalogue, config: Config, chain: Sequence[Profile]) -> dict[str, CheckSettings]:
    """Settings by code: those of the profile first, then those of cxmap.yaml over them."""
    settings: dict[str, CheckSettings] = {}
    names = {id(profile): name for name, profile in config.profiles.items()}
    levels: list[tuple[tuple[str, ...], Mapping[str, CheckSettings]]] = [
        (("profiles", names[id(profile)], "checks"), profile.checks)
        for profile in chain
        if id(profile) in names
    ]
    for path, written in [*levels, (("checks",), config.checks)]:
        for word, setting in written.items():
            check = catalogue.get(word)
            if check is None:
                raise ConfigError(catalogue.unknown(word, config.place(*path, word)))
            _refuse_bad_options(check, setting, config, (*path, word))
            settings[check.code] = _over(settings.get(check.code, CheckSettings()), setting)
    return settings


def _refuse_bad_options(check: Check, setting: CheckSettings, config: Config, path: tuple[str, ...]) -> None:
    try:
        read_options(check.options, dict(setting.options))
    except OptionError as error:
        message = f"`{check.name}`: {error}"
        raise ConfigError(Problem(config.place(*path, error.option), "LNG003", message)) from None


def _over(below: CheckSettings, above: CheckSettings) -> CheckSettings:
    return CheckSettings(
        above.severity or below.severity,
        above.timeout or below.timeout,
        {**below.options, **above.options},
    )


def _planned(check: Check, settings: Mapping[str, CheckSettings], config: Config) -> Planned:
    setting = settings.get(check.code, CheckSettings())
    timeout = setting.timeout or config.timeout
    return Planned(check, setting.severity or check.severity, timeout.seconds, dict(setting.options))
