"""Which messages the code and the templates use, read from their syntax."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

APPS: Final = (
    "accounts",
    "config",
    "drawings",
    "reviews",
    "samples",
    "signatures",
    "storage",
    "workflow",
)

_PLAIN: Final = frozenset(
    {"_", "gettext", "gettext_lazy", "gettext_noop", "noop", "N_", "Sentence"}
)
_CONTEXT: Final = frozenset({"pgettext", "pgettext_lazy"})
_PLURAL: Final = frozenset({"ngettext", "ngettext_lazy", "Counted"})
_CONTEXT_PLURAL: Final = frozenset({"npgettext", "npgettext_lazy"})
_SHORT: Final = frozenset({"translate", "trans"})
_LONG: Final = frozenset({"blocktranslate", "blocktrans"})


class Msgid(NamedTuple):
    """What a catalogue is asked for."""

    context: str
    msgid: str
    plural: str = ""


def used_in(root: Path) -> dict[Msgid, str]:
    """Every message of the apps under `root`, with the first place that uses it."""
    found: dict[Msgid, str] = {}
    for app in APPS:
        for path in sorted((root / app).rglob("*")):
            place = path.relative_to(root)
            if path.suffix == ".py" and "migrations" not in place.parts:
                reader = msgids_of_code
            elif "templates" in place.parts and path.is_file():
                reader = msgids_of_template
            else:
                continue
            for one in reader(path.read_text(encoding="utf-8")):
                found.setdefault(one, str(place))
    return found


def msgids_of_code(source: str) -> Iterator[Msgid]:
    """Each message a Python file hands to gettext or to a `Sentence`, as constants."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (one := _msgid_of_call(node)):
            yield one


def _msgid_of_call(node: ast.Call) -> Msgid | None:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if isinstance(node.func, ast.Attribute):
        name = node.func.attr
    texts = [
        argument.value
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if name in _PLAIN and texts:
        return Msgid("", texts[0])
    if name in _CONTEXT and texts[1:]:
        return Msgid(texts[0], texts[1])
    if name in _PLURAL and texts[1:]:
        return Msgid("", texts[0], texts[1])
    if name in _CONTEXT_PLURAL and texts[2:]:
        return Msgid(*texts[:3])
    return None


def msgids_of_template(source: str) -> Iterator[Msgid]:
    """Each message a template translates: short tags, long blocks, `_("…")`."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        bits = list(smart_split(token.contents))
        tag = bits[0] if bits and token.token_type == TokenType.BLOCK else ""
        if tag in _LONG:
            yield _msgid_of_block(bits, tokens)
        elif tag in _SHORT and (text := _quoted(bits[1].partition("|")[0])):
            yield Msgid(_context_of(bits), text)
        yield from _marked(bits)


def _msgid_of_block(bits: list[str], tokens: Iterator[Token]) -> Msgid:
    parts: list[list[str]] = [[]]
    for token in tokens:
        word = token.contents.split()[0] if token.contents.split() else ""
        if token.token_type == TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type == TokenType.BLOCK and word == "plural":
            parts.append([])
        elif token.token_type == TokenType.BLOCK:
            break
    texts = ["".join(part) for part in parts]
    if "trimmed" in bits:
        texts = [trim_whitespace(text) for text in texts]
    return Msgid(_context_of(bits), *texts)


def _context_of(bits: list[str]) -> str:
    return _quoted(bits[bits.index("context") + 1]) if "context" in bits else ""


def _marked(bits: list[str]) -> Iterator[Msgid]:
    for bit in bits:
        start = bit.find("_(")
        if start >= 0 and (start == 0 or bit[start - 1] in ":=|"):
            text = _quoted(bit[start + 2 : bit.rfind(")")])
            if text:
                yield Msgid("", text)


def _quoted(bit: str) -> str:
    is_quoted = len(bit) > 1 and bit[0] in "\"'" and bit[-1] == bit[0]
    return bit[1:-1] if is_quoted else ""
