"""Every regular expression of the project, and text that is hard for each: made from its own parse tree."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from re import _constants as sre  # type: ignore[attr-defined]  # the only parser of Python's own form
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import bot
import config
import handlers
from bot.reading import figures
from bot.reading.figures.grammar import compile_words
from bot.reading.figures.words import FigureWords
from config.loader import LANGUAGES, load

HOLDING = ("match", "fullmatch")
SEARCHING = ("search", "finditer", "findall", "sub", "subn", "split")
LENGTH = 2_000  # code points of the short text
TIMES = 4  # the long one is so many times as long
SLOWER = 9.0  # times the long text may cost what the short one does; the square would be 16
FREE = 0.015  # seconds of CPU within which nothing is slow
MOST = 0.2  # seconds of CPU that no short text may cost
REPEATS = frozenset({sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT})
END = "\x00"  # what hardly any pattern takes


@dataclass(frozen=True, slots=True)
class Known:
    """A pattern, where it is, and whether a text is searched for it or only begins with it."""

    place: str
    pattern: re.Pattern[Any]
    searched: bool = True

    def __str__(self) -> str:
        """The place, as the id of a test."""
        return self.place


def patterns() -> list[Known]:
    """The patterns of all modules: constants, tables of them, and those written where they are used."""
    found: dict[tuple[Any, bool], Known] = {}
    for module in [m for package in (bot, handlers, config) for m in _modules(package)]:
        source = _source(module)
        for name, value in vars(module).items():
            for pattern in _in(value):
                known = Known(f"{module.__name__}.{name}", pattern, _is_searched(name, source))
                found.setdefault((pattern, known.searched), known)
        for call in ast.walk(ast.parse(source)):
            if known := _written_in(module.__name__, call):
                found.setdefault((known.pattern, known.searched), known)
    for known in _of_languages():
        found.setdefault((known.pattern, known.searched), known)
    return list(found.values())


def _of_languages() -> Iterator[Known]:
    """The patterns that are made of the words of a language."""
    source = "".join(_source(module) for module in _modules(figures))
    for code in sorted(folder.name for folder in LANGUAGES.iterdir() if folder.is_dir()):
        grammar = compile_words(load(LANGUAGES / code / "figures.toml", FigureWords))
        for one in fields(grammar):
            value = getattr(grammar, one.name)
            if isinstance(value, re.Pattern):
                searched = _is_searched(f"grammar.{one.name}", source)
                yield Known(f"figures of {code}: {one.name}", value, searched)


def _is_searched(name: str, source: str) -> bool:
    """False for a pattern that its module only holds against the beginning of a text."""
    held = [how for how in HOLDING if f"{name}.{how}(" in source]
    return not held or any(f"{name}.{how}(" in source for how in SEARCHING)


def _written_in(module: str, node: ast.AST) -> Known | None:
    """The pattern of `re.split(r"...", text)`."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="re"), attr=how),
            args=[ast.Constant(value=str() | bytes() as text), *_],
        ) if how in (*SEARCHING, *HOLDING):
            place = f"{module} line {node.lineno}"
            return Known(place, re.compile(text), how in SEARCHING)
    return None


def slow_on(known: Known) -> str:
    """The beginning of a text that costs much, or ever more; "" when none was found."""
    for make in attacks(known.pattern):
        short, long = cost(known, make(LENGTH)), cost(known, make(LENGTH * TIMES))
        if short > MOST:
            return f"{make(60)!r}: {short:.3f} s"
        if long > FREE and long > SLOWER * short:
            again = cost(known, make(LENGTH)), cost(known, make(LENGTH * TIMES))
            if min(long, again[1]) > SLOWER * max(short, again[0]):
                return f"{make(60)!r}: {short:.3f} s, {long:.3f} s"
    return ""


def cost(known: Known, text: str | bytes) -> float:
    """Seconds of CPU of one look through a text."""
    began = time.process_time()
    if known.searched:
        for _ in known.pattern.finditer(text):
            pass
    else:
        known.pattern.match(text)
    return time.process_time() - began


def attacks(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], str | bytes]]:
    """Ways to make texts of a length: runs of each repeated part behind what leads to it."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.LOCALE)
    seen: set[str] = set()
    for before, part in _repeated(list(tree), ""):
        for text in (part, f"{before}{part}"):
            for piece in {text, f"{text} "} if text else ():
                if piece not in seen:
                    seen.add(piece)
                    yield _run("", piece, pattern)
        if before and part:
            yield _run(before, part, pattern)


def _run(before: str, part: str, pattern: re.Pattern[Any]) -> Callable[[int], str | bytes]:
    def make(length: int) -> str | bytes:
        text = before + part * (length // len(part) + 1) + END
        return text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text

    return make


def _repeated(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """Each repeated part of a sequence, with an example of what stands before it."""
    for op, value in nodes:
        if op in REPEATS:
            least, most, inner = value
            if most > 8:
                yield before, _example(list(inner)) or ""
            yield from _repeated(list(inner), before)
            before += _example(list(inner)) * max(1, min(least, 3))
        elif op is sre.ATOMIC_GROUP:
            yield from _repeated(list(value), before)
            before += _example(list(value))
        elif op is sre.SUBPATTERN:
            yield from _repeated(list(value[3]), before)
            before += _example(list(value[3]))
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _repeated(list(branch), before)
            before += _example([(op, value)])
        else:
            before += _example([(op, value)])


def _example(nodes: list[Any]) -> str:
    return "".join(_one(op, value) for op, value in nodes)


def _one(op: Any, value: Any) -> str:
    makers: Mapping[Any, Callable[[Any], str]] = {
        sre.LITERAL: chr,
        sre.NOT_LITERAL: lambda v: "b" if chr(v) == "a" else "a",
        sre.ANY: lambda _: "a",
        sre.IN: _of_set,
        sre.SUBPATTERN: lambda v: _example(list(v[3])),
        sre.ATOMIC_GROUP: lambda v: _example(list(v)),
        sre.BRANCH: lambda v: _example(list(v[1][0])),
        sre.MAX_REPEAT: lambda v: _example(list(v[2])) * max(1, min(v[0], 3)),
        sre.MIN_REPEAT: lambda v: _example(list(v[2])) * max(1, min(v[0], 3)),
        sre.POSSESSIVE_REPEAT: lambda v: _example(list(v[2])) * max(1, min(v[0], 3)),
    }
    return makers[op](value) if op in makers else ""


def _of_set(items: Any) -> str:
    """A sign of a set; the first of "any but these" that is none of these."""
    inside = re.compile(f"[{''.join(_class(item) for item in items)}]")
    return next((sign for sign in "a 1.-'A,é\n“<&" if inside.match(sign)), "~")


def _class(item: Any) -> str:
    op, value = item
    if op is sre.NEGATE:
        return "^"
    if op is sre.LITERAL:
        return re.escape(chr(value))
    if op is sre.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return _CATEGORIES[value]


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S", sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "migrations" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _source(module: ModuleType) -> str:
    return module.__loader__.get_source(module.__name__) or ""  # type: ignore[union-attr]


def _in(value: object) -> Iterator[re.Pattern[Any]]:
    values = value.values() if isinstance(value, Mapping) else value
    for each in values if isinstance(values, (tuple, list, frozenset, set)) else [value]:
        for part in each if isinstance(each, tuple) else [each]:
            if isinstance(part, re.Pattern):
                yield part
