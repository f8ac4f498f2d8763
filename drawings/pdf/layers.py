"""Layers (optional content): their names, which are shown, and memberships made simple.

The state is the one that the document's default configuration gives for viewing
(ISO 32000-1, 8.11.4). A membership of several layers is shown or hidden by a rule; MuPDF
knows only the rule "any of them", so each other one becomes a layer of its own, named
after its parts, in the state that the rule gives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

ObjGen = tuple[int, int]
DEEPEST = 12
LONGEST_NAME = 200
KEPT_KEYS = ("/Type", "/Name")


@dataclass(frozen=True, slots=True)
class LayersFound:
    """The layers of a document by name, in the order in which it lists them."""

    names: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    name: str
    is_shown: bool


def layers_of(document: pikepdf.Pdf) -> LayersFound:
    """The layers of a document and those that it hides."""
    layers = _layers(document.Root.get("/OCProperties")).values()
    return LayersFound(
        tuple(layer.name for layer in layers),
        tuple(layer.name for layer in layers if not layer.is_shown),
    )


def carry_layers(source: pikepdf.Pdf, clean: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Make the layers of the copied page those of the copy; gives the layer objects.

    The objects that a page names were copied before and are found again by qpdf.
    """
    found = source.Root.get("/OCProperties")
    if not isinstance(found, Dictionary) or "/OCGs" not in found:
        return []
    copied = clean.copy_foreign(
        found if found.is_indirect else source.make_indirect(found)
    )
    layers = _layers(copied)
    members = list(_groups(copied.get("/OCGs")))
    members += _made_simple(clean, layers)
    for member in members:
        _keep_only(member)
    hidden = [each for each in members if not layers[each.objgen].is_shown]
    set_layers(clean, members, hidden)
    return members


def set_layers(
    clean: pikepdf.Pdf,
    members: list[pikepdf.Object],
    hidden: list[pikepdf.Object],
) -> None:
    """Write the table of layers of a document."""
    clean.Root.OCProperties = Dictionary(
        OCGs=Array(members),
        D=Dictionary(BaseState=Name.ON, OFF=Array(hidden), Order=Array(members)),
    )


def _layers(properties: object) -> dict[ObjGen, _Layer]:
    """Every layer with its state for viewing."""
    if not isinstance(properties, Dictionary):
        return {}
    default = properties.get("/D")
    default = default if isinstance(default, Dictionary) else Dictionary()
    is_shown = str(default.get("/BaseState", "/ON")) != "/OFF"
    switched = dict.fromkeys(_keys(default.get("/ON")), True)
    switched |= dict.fromkeys(_keys(default.get("/OFF")), False)
    automatic = _automatic(default.get("/AS"))
    layers = {}
    for group in _groups(properties.get("/OCGs")):
        state = switched.get(group.objgen, is_shown)
        if group.objgen in automatic:
            state = _view_state(group, otherwise=state)
        layers[group.objgen] = _Layer(_name(group), state)
    return layers


def _groups(found: object) -> Iterator[pikepdf.Object]:
    """The layers in an array, each once; only objects of their own can be named."""
    seen: set[ObjGen] = set()
    for each in found if isinstance(found, Array) else ():
        if (
            isinstance(each, Dictionary)
            and each.is_indirect
            and each.objgen not in seen
        ):
            seen.add(each.objgen)
            yield each


def _keys(found: object) -> list[ObjGen]:
    return [each.objgen for each in _groups(found)]


def _automatic(found: object) -> set[ObjGen]:
    """Layers that a viewer switches by what they say of viewing."""
    keys: set[ObjGen] = set()
    for usage in found if isinstance(found, Array) else ():
        if isinstance(usage, Dictionary) and str(usage.get("/Event")) == "/View":
            keys.update(_keys(usage.get("/OCGs")))
    return keys


def _view_state(group: pikepdf.Object, *, otherwise: bool) -> bool:
    usage = group.get("/Usage")
    view = usage.get("/View") if isinstance(usage, Dictionary) else None
    state = str(view.get("/ViewState", "")) if isinstance(view, Dictionary) else ""
    return {"/ON": True, "/OFF": False}.get(state, otherwise)


def _name(group: pikepdf.Object) -> str:
    try:
        return str(group.get("/Name", ""))[:LONGEST_NAME]
    except (ValueError, UnicodeDecodeError):
        return ""


def _made_simple(
    clean: pikepdf.Pdf, layers: dict[ObjGen, _Layer]
) -> list[pikepdf.Object]:
    """Turn memberships into layers of their own, in place; adds them to `layers`."""
    made: list[pikepdf.Object] = []
    for each in clean.objects:
        if not isinstance(each, Dictionary) or str(each.get("/Type", "")) != "/OCMD":
            continue
        parts = _parts(each)
        rule = str(each.get("/P", "/AnyOn"))
        if "/VE" not in each and len(parts) == 1 and rule in ("/AnyOn", "/AllOn"):
            each.P = Name.AnyOn
            continue
        state = _is_shown(each, rule, parts, layers)
        named = [layers[part].name for part in parts if part in layers]
        name = " + ".join(named)[:LONGEST_NAME]
        for key in list(each.keys()):
            del each[key]
        each.Type, each.Name = Name.OCG, String(name)
        layers[each.objgen] = _Layer(name, state)
        made.append(each)
    return made


def _parts(membership: pikepdf.Object) -> list[ObjGen]:
    found = membership.get("/OCGs")
    if isinstance(found, Dictionary):
        found = Array([found])
    parts = _keys(found)
    return parts or list(dict.fromkeys(_mentioned(membership.get("/VE"), 0)))


def _mentioned(expression: object, depth: int) -> Iterator[ObjGen]:
    """The layers that a visibility expression mentions."""
    if not isinstance(expression, Array) or depth > DEEPEST:
        return
    for each in expression:
        if isinstance(each, Dictionary) and each.is_indirect:
            yield each.objgen
        else:
            yield from _mentioned(each, depth + 1)


def _is_shown(
    membership: pikepdf.Object,
    rule: str,
    parts: list[ObjGen],
    layers: dict[ObjGen, _Layer],
) -> bool:
    if "/VE" in membership:
        return _holds(membership.get("/VE"), layers, 0)
    states = [layers[part].is_shown for part in parts if part in layers]
    if not states:
        return True
    return {
        "/AllOn": all(states),
        "/AnyOff": not all(states),
        "/AllOff": not any(states),
    }.get(rule, any(states))


def _holds(expression: object, layers: dict[ObjGen, _Layer], depth: int) -> bool:
    """The truth of a visibility expression; what cannot be followed is shown."""
    if isinstance(expression, Dictionary) and expression.is_indirect:
        layer = layers.get(expression.objgen)
        return layer is None or layer.is_shown
    if not isinstance(expression, Array) or not len(expression) or depth > DEEPEST:
        return True
    operator, *operands = list(expression)
    states = [_holds(each, layers, depth + 1) for each in operands]
    if str(operator) == "/Not":
        return not all(states)
    return any(states) if str(operator) == "/Or" else all(states)


def _keep_only(group: pikepdf.Object) -> None:
    for key in list(group.keys()):
        if key not in KEPT_KEYS:
            del group[key]
