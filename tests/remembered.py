"""What never changes during a run, and was most of its time: made once for all tests.

Each test has an application of its own, with more than a hundred addresses (Werkzeug compiles two functions
for each), its templates (Jinja compiles each), its database (SQLAlchemy compiles each statement), and often a
registry of its own beside the modules of ours (for which it reads what is installed).
"""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import Environment
from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from werkzeug.routing import Rule

from lti_tool.store import db
from modules.kit import institution_registry, registry
from modules.kit.activity_type import AnyActivityType
from modules.kit.institution import Pack
from modules.kit.leaflet import Leaflet
from modules.kit.module import Module

_compile_rule, _compile_template = Rule.compile, Environment.compile
_load_module, _load_leaflet = registry.load_module, registry.load_leaflet
_make_engine = db._engine
_made: dict[Any, Any] = {}
_statements: dict[Any, Any] = {}


def _once(key: Any, make: Callable[[], Any]) -> Any:
    if key not in _made:
        _made[key] = make()
    return _made[key]


def _compile(rule: Rule) -> None:
    def parts() -> tuple[Any, ...]:
        _compile_rule(rule)
        built = (rule._build.__func__, rule._build_unknown.__func__)
        return rule._parts, rule._trace, rule._converters, frozenset(rule.arguments), built

    key = (rule.rule, repr(rule.defaults), rule.host, rule.subdomain)
    rule._parts, rule._trace, rule._converters, arguments, built = _once(key, parts)
    rule.arguments |= arguments
    # What the functions are made of; the rule itself is handed to them.
    rule._build, rule._build_unknown = (MethodType(one, rule) for one in built)


def _template(environment: Environment, source: Any, *more: Any, **named: Any) -> Any:
    escaped = getattr(environment.autoescape, "__func__", environment.autoescape)
    key = (type(environment), escaped, source, *more, *sorted(named.items()))
    return _once(key, lambda: _compile_template(environment, source, *more, **named))


def _module(folder: Path, types: Iterable[AnyActivityType], pack: Pack) -> Module:
    if folder.parent != registry.BUILT_IN_MODULES:
        return _load_module(folder, types, pack)
    kept = tuple(types)
    key = (folder, *map(id, kept), id(pack))
    # Types and pack are kept beside it: where something is gone, another thing can get its id.
    return _once(key, lambda: (_load_module(folder, kept, pack), kept, pack))[0]


def _leaflet(folder: Path, pack: Pack) -> Leaflet:
    return _once((folder, id(pack)), lambda: (_load_leaflet(folder, pack), pack))[0]


def _engine(url: str) -> Engine:
    engine = _make_engine(url)
    engine.update_execution_options(compiled_cache=_statements)
    return engine


def _is_same_dialect(one: Dialect, other: object) -> bool:
    return type(one) is type(other)


def _dialects_hash(dialect: Dialect) -> int:
    return hash(type(dialect))


def remember() -> None:
    """From now on."""
    Rule.compile = _compile
    Environment.compile = _template
    registry.entry_points = institution_registry.entry_points = cache(entry_points)
    registry.load_module = _module
    registry.load_leaflet = _leaflet
    db._engine = _engine
    # A statement is kept for its engine's dialect: SQLite's is the same for every file.
    SQLiteDialect.__eq__, SQLiteDialect.__hash__ = _is_same_dialect, _dialects_hash
