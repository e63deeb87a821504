"""One value of a row, as an input of a metric wants it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from cxmap import Input, Number
from cxmap_tabular.manner import Manner

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}(?:\.0*)?")
_YES = frozenset({"1", "true", "yes", "y"})
_NO = frozenset({"0", "false", "no", "n"})


def read_value(one: Input, raw: object, manner: Manner) -> Number | str | None:
    """What a raw value means for an input; None when it is missing.

    Raises:
        ValueError: it is no such value; the message says what was wanted.
    """
    if is_missing(raw, manner):
        return None
    if one.kind in ("word", "id", "time"):
        return str(raw)
    if one.kind == "flag":
        return read_flag(raw)
    if one.kind == "integer":
        return read_whole(raw)
    number = read_number(raw, manner.decimal)
    return round(number * 1_000_000) if one.kind == "duration" else number


def is_missing(raw: object, manner: Manner) -> bool:
    """Whether nothing was answered: an empty value, or a word declared to mean that."""
    return raw is None or raw == "" or (bool(manner.missing) and str(raw) in manner.missing)


def read_flag(raw: object) -> int:
    """1 for yes, 0 for no."""
    word = str(raw).strip().lower()
    if word in _YES:
        return 1
    if word in _NO:
        return 0
    raise ValueError(f"`{short(raw)}` is neither yes nor no; write 1 or 0")


def read_whole(raw: object) -> int:
    """A whole number; `8.0` is one, `8.5` is not."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, float | Decimal) and raw == raw.__trunc__() if _is_finite(raw) else False:
        return int(raw)  # type: ignore[call-overload,no-any-return]
    if isinstance(raw, str) and _WHOLE.fullmatch(raw.strip()):
        return int(raw.strip().partition(".")[0])
    raise ValueError(
        f"`{short(raw)}` is not a whole number; write digits, or nothing where there is no answer"
    )


def _is_finite(raw: object) -> bool:
    return isinstance(raw, Decimal) or (isinstance(raw, float) and raw == raw and abs(raw) != float("inf"))


def read_number(raw: object, decimal: str = ".") -> Fraction:
    """A number with the declared decimal mark, exactly."""
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Fraction(raw)
    if isinstance(raw, float) and _is_finite(raw):
        return Fraction(repr(raw))
    mark = re.escape(decimal)
    if isinstance(raw, str) and re.fullmatch(rf"[+-]?[0-9]{{1,18}}(?:{mark}[0-9]{{1,18}})?", raw.strip()):
        return Fraction(raw.strip().replace(decimal, "."))
    hint = f"write digits with `{decimal}` as decimal mark, or nothing where there is no answer"
    raise ValueError(f"`{short(raw)}` is not a number; {hint}")


_SHOWN = re.compile(r"[-+0-9.,:;/ TZ%]{1,24}")


def short(raw: object) -> str:
    """A value for a message: numbers and dates as they stand, any other text only by its length.

    Somebody may have typed a name or a complaint where a score belongs.
    """
    line = " ".join(str(raw).split())
    return line if _SHOWN.fullmatch(line) or len(line) <= 3 else f"(a text of {len(str(raw))} characters)"
