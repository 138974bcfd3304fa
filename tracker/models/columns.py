"""Column kinds that several tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum
from sqlmodel import Field

LONGEST_STATE = 20


def state_field(kind: type[StrEnum], default: StrEnum | None = None, *, index: bool = False) -> Any:  # noqa: ANN401 - SQLModel's Field is Any, so that `x: State = Field()` type-checks
    """Return a column that holds one of the names of `kind`, checked by the database too."""
    column = Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=LONGEST_STATE,
        name=kind.__name__.lower(),
    )
    if default is None:
        return Field(sa_type=column, index=index)
    return Field(default=default, sa_type=column, index=index)


def json_field() -> Any:  # noqa: ANN401 - see state_field
    """Return a column for a list or mapping that is read and written whole, never searched."""
    return Field(sa_type=JSON)


def listed_field() -> Any:  # noqa: ANN401 - see state_field
    """Return a column as json_field's for a list that most rows leave empty."""
    return Field(sa_type=JSON, default_factory=empty_list)


def empty_list() -> list[Any]:
    """Return a new list; of the built-in `list` pydantic asks for the signature row by row."""
    return []
