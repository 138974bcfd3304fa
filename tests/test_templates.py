"""Every template as a whole: it compiles, its macros are used, nothing in it leads outside."""

import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from tests.web.conftest import make_app, make_config
from tracker.config import shipped
from tracker.database import Database

TEMPLATES = shipped("templates")
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
# Mail has its own environment and its inline styles: tests/test_mail.py looks at it.
OURS = [name for name in PAGES if not name.startswith("mail/")]


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return make_app(make_config(tmp_path / "data"), database)


@pytest.fixture
def trees(app: Flask) -> dict[str, nodes.Template]:
    return {name: app.jinja_env.parse(source(name)) for name in OURS}


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OURS)
def test_template_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


def test_every_macro_is_used(trees: dict[str, nodes.Template]) -> None:
    defined = {macro.name for tree in trees.values() for macro in tree.find_all(nodes.Macro)}
    used = {name.name for tree in trees.values() for name in tree.find_all(nodes.Name)}
    assert defined <= used


def test_every_imported_name_is_used(trees: dict[str, nodes.Template]) -> None:
    for name, tree in trees.items():
        imported = {
            each if isinstance(each, str) else each[1]
            for found in tree.find_all(nodes.FromImport)
            for each in found.names
        }
        assert not imported - names_used(trees, name), name


def names_used(trees: dict[str, nodes.Template], name: str) -> set[str]:
    """Return the names a template reads, those of the fragments it includes among them."""
    used = {each.name for each in trees[name].find_all(nodes.Name) if each.ctx == "load"}
    for include in trees[name].find_all(nodes.Include):
        assert isinstance(include.template, nodes.Const), "include a template by its name"
        used |= names_used(trees, include.template.value)
    return used


@pytest.mark.parametrize("name", OURS)
def test_template_holds_no_style_script_or_outside_address(name: str) -> None:
    text = source(name)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", text)
    assert not re.search(r"(href|src|action)=\"(https?:)?//", text)


@pytest.mark.parametrize("name", OURS)
def test_template_shows_chinese_only_through_the_catalogue(name: str) -> None:
    text = re.sub(r"\{#.*?#\}", "", source(name), flags=re.DOTALL)
    assert not re.findall(r"[\u4e00-\u9fff]+", text)
