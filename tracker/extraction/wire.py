"""Carries an Extraction across the border of a process as JSON, without loss."""

import dataclasses
import json
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from tracker.extraction.rows import Extraction, TaskRow
from tracker.reading.content import Block, Cell, Content, Paragraph, Place, Table, expand

TAG = "is"
Builder = Callable[[Any], object]
Fields = tuple[tuple[str, object], ...]
FIELDS: dict[type, Fields] = {}
ATOMS = frozenset({str, int, float, bool, type(None)})


def to_json(extraction: Extraction) -> str:
    """Return the extraction as JSON text; `from_json` gives an equal one back."""
    return _json(extraction)


def from_json(text: str) -> Extraction:
    """Return the extraction that `to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: the text is not what `to_json` writes.
    """
    return cast(Extraction, _builder(Extraction)(json.loads(text)))


def blocks_to_json(blocks: tuple[Block, ...]) -> str:
    """Return the blocks of one page as JSON text; `blocks_from_json` gives equal ones back."""
    return _json(blocks)


def blocks_from_json(text: str) -> tuple[Block, ...]:
    """Return the blocks that `blocks_to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: the text is not what `blocks_to_json` writes.
    """
    return cast(tuple[Block, ...], _builder(tuple[Block, ...])(json.loads(text)))


def plain_rows(rows: tuple[TaskRow, ...]) -> list[dict[str, Any]]:
    """Return rows in what JSON can hold; `rows_from_plain` gives equal ones back."""
    return cast(list[dict[str, Any]], _plain(rows))


def rows_from_plain(plain: list[dict[str, Any]]) -> tuple[TaskRow, ...]:
    """Return the rows that `plain_rows` made plain.

    Raises:
        ValueError, KeyError, TypeError: it is not what `plain_rows` gives.
    """
    return cast(tuple[TaskRow, ...], _builder(tuple[TaskRow, ...])(plain))


def _json(value: object) -> str:
    """Return the text of a part, piece by piece: the plain form of all of it would be large."""
    if isinstance(value, tuple):
        return "[" + ",".join(map(_json, value)) + "]"
    if isinstance(value, Extraction | Content):
        parts = ((name, getattr(value, name)) for name, _default in _fields(type(value)))
        return "{" + ",".join(f'"{name}":{_json(part)}' for name, part in parts) + "}"
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """Return `value` in lists, dictionaries, strings and numbers; defaults are left out."""
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Table):
        return _plain_table(value)
    fields = _fields(type(value))
    if not fields:
        return value.isoformat() if isinstance(value, date) else value
    plain: dict[str, object] = {TAG: "Paragraph"} if isinstance(value, Paragraph) else {}
    for name, default in fields:
        part = getattr(value, name)
        if part != default:
            plain[name] = part if type(part) in ATOMS else _plain(part)
    return plain


def _plain_table(table: Table) -> object:
    """Return the table with each cell once, though a merged one stands in many positions."""
    return {
        TAG: "Table",
        "cells": [_plain(cell) for cell in table.origins()],
        "size": [len(table.rows), table.width],
        "place": _plain(table.place),
        "header_rows": table.header_rows,
        "breaks": table.breaks,
    }


def _fields(kind: type) -> Fields:
    """Return names and defaults of a dataclass's fields, none for another type."""
    known = FIELDS.get(kind)
    if known is None:
        fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
        known = FIELDS[kind] = tuple((field.name, field.default) for field in fields)
    return known


@cache
def _builder(kind: Any) -> Builder:  # noqa: ANN401 - types and JSON have no narrower type
    """Return the function that builds a value of type `kind` from what `_plain` made of it."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _union_builder(parts)
    if origin is tuple:
        return _tuple_builder(parts)
    if kind is Table:
        return _built_table
    if dataclasses.is_dataclass(kind):
        return _dataclass_builder(cast(type, kind))
    return date.fromisoformat if kind is date else _scalar_builder(kind)


def _dataclass_builder(kind: type) -> Builder:
    builders = {name: _builder(hint) for name, hint in get_type_hints(kind).items()}

    def built(plain: Mapping[str, Any]) -> object:
        return kind(**{name: builders[name](part) for name, part in plain.items() if name != TAG})

    return built


def _scalar_builder(kind: type) -> Builder:
    if issubclass(kind, StrEnum):
        return kind

    def built(plain: object) -> object:
        if kind is float and isinstance(plain, int):
            return float(plain)
        if not isinstance(plain, kind):
            raise TypeError(f"{plain!r} is no {kind.__name__}")
        return plain

    return built


def _union_builder(kinds: tuple[Any, ...]) -> Builder:
    if Table in kinds:
        paragraph = _builder(Paragraph)
        return lambda plain: (_built_table if plain[TAG] == "Table" else paragraph)(plain)
    some = _builder(next(kind for kind in kinds if kind is not type(None)))
    return lambda plain: None if plain is None else some(plain)


def _tuple_builder(kinds: tuple[Any, ...]) -> Builder:
    builders = [_builder(kind) for kind in kinds if kind is not Ellipsis]
    if Ellipsis in kinds:
        return lambda plain: tuple(map(builders[0], plain))
    return lambda plain: tuple(build(part) for build, part in zip(builders, plain, strict=True))


def _built_table(plain: Mapping[str, Any]) -> Table:
    cells = map(_builder(Cell), plain["cells"])
    height, width = plain["size"]
    rows = expand(cast(Iterable[Cell], cells), height, width)
    breaks = tuple((int(row), str(part)) for row, part in plain["breaks"])
    place = cast(Place, _builder(Place)(plain["place"]))
    return Table(rows, place, plain["header_rows"], breaks)
