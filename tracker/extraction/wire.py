"""Carries an Extraction across the border of a process as JSON, without loss."""

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from tracker.extraction.rows import Extraction
from tracker.reading.content import Paragraph, Table, expand

TAG = "is"


def to_json(extraction: Extraction) -> str:
    """Return the extraction as JSON text; `from_json` gives an equal one back."""
    return json.dumps(_plain(extraction), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Extraction:
    """Return the extraction that `to_json` wrote.

    Raises:
        ValueError, KeyError, TypeError: the text is not what `to_json` writes.
    """
    return cast(Extraction, _built(Extraction, json.loads(text)))


def _plain(value: object) -> object:
    """Return `value` in lists, dictionaries, strings and numbers; defaults are left out."""
    if isinstance(value, Table):
        # A merged cell stands in many positions of the grid and is written once.
        return {
            TAG: "Table",
            "cells": [_plain(cell) for cell in value.origins()],
            "size": [len(value.rows), value.width],
            "place": _plain(value.place),
            "header_rows": value.header_rows,
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain: dict[str, object] = {TAG: "Paragraph"} if isinstance(value, Paragraph) else {}
        for field in dataclasses.fields(value):
            part = getattr(value, field.name)
            if part != field.default:
                plain[field.name] = _plain(part)
        return plain
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _built(kind: Any, plain: Any) -> object:  # noqa: ANN401 - types and JSON have no narrower type
    """Return the value of type `kind` which `_plain` took apart."""
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _built_union(get_args(kind), plain)
    if origin is tuple:
        return _built_tuple(get_args(kind), plain)
    if kind is Table:
        return _built_table(plain)
    if dataclasses.is_dataclass(kind):
        known = _hints(cast(type, kind))
        values = {name: _built(known[name], part) for name, part in plain.items() if name != TAG}
        return cast(type, kind)(**values)
    return _built_scalar(kind, plain)


def _built_scalar(kind: Any, plain: Any) -> object:  # noqa: ANN401
    if kind is date:
        return date.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(plain)
    if kind is float:
        return float(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _built_union(kinds: tuple[Any, ...], plain: Any) -> object:  # noqa: ANN401
    if plain is None:
        return None
    if Table in kinds:
        return _built(Table if plain[TAG] == "Table" else Paragraph, plain)
    return _built(next(kind for kind in kinds if kind is not type(None)), plain)


def _built_tuple(kinds: tuple[Any, ...], plain: list[Any]) -> tuple[object, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_built(kinds[0], part) for part in plain)
    return tuple(_built(kind, part) for kind, part in zip(kinds, plain, strict=True))


def _built_table(plain: Mapping[str, Any]) -> Table:
    hints = _hints(Table)
    cell = get_args(get_args(hints["rows"])[0])[0]
    cells = [_built(cell, part) for part in plain["cells"]]
    height, width = plain["size"]
    rows = expand(cast(Any, cells), height, width)
    return Table(rows, cast(Any, _built(hints["place"], plain["place"])), plain["header_rows"])


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
