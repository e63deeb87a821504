"""A log that cannot be read: where, which rule, and what to do instead."""


class LogRefused(Exception):
    """A log, a column or an option is refused; nothing was counted."""

    def __init__(self, file: str, line: int, column: int, code: str, message: str) -> None:
        super().__init__(message)
        self.file, self.line, self.column, self.code, self.message = file, line, column, code, message

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.message}"


# LOG001 the file, LOG002 its columns, LOG003 its structure, LOG004 hostile content, LOG005 nothing usable,
# LOG006 an option or a mapping.
def refuse(file: str, code: str, message: str, *, line: int = 1, column: int = 1) -> LogRefused:
    """Make the refusal of one file."""
    return LogRefused(file, line, column, code, message)
