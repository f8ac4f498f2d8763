"""Compare two revisions of a sheet: the public home of the comparison."""

import numpy as np

from drawings.content.parts import Content, Kind, Origin
from drawings.diff.explaining import explain
from drawings.diff.explanation import Explanation
from drawings.diff.findings import (
    SILENT,
    Difference,
    Piece,
    Reason,
    Region,
    Registration,
    Verdict,
)
from drawings.diff.ink import Ink
from drawings.diff.judging import Fit
from drawings.diff.named import Named, Sheets
from drawings.diff.naming import cosmetic_changes, name_changes, pieces_of
from drawings.diff.preparing import (
    Prepared,
    pictures_are_told,
    prepare,
    vocabulary,
)
from drawings.diff.regions import regions_of
from drawings.diff.registration import frame_stands, register
from drawings.diff.rules import Rules, rules_for
from drawings.diff.sampling import common_share
from drawings.diff.settings import Settings
from drawings.diff.strokes import Strokes

_WIDE = 2_000
_MANY = 2_000
_DOUBTFUL = 0.2
_CHANCE_MM = 0.05
_HOPELESS = 0.25


def compare(
    old: Content,
    new: Content,
    *,
    settings: Settings = Settings(),  # noqa: B008
) -> Difference:
    """Tell what changed from `old` to `new`.

    The order of primitives, their direction, duplicates, and how lines are cut make no
    difference; neither does a plot that was shifted or scaled as a whole.

    Args:
        old: the sheet before.
        new: the sheet after; of either origin.
        settings: tolerances on paper.

    Returns:
        Verdict, changes and regions. `IDENTICAL` speaks only of what was looked at:
        `not_compared` names the rest.

    """
    before, after = prepare(old, new, furthest_mm=settings.furthest_mm)
    blind = _not_compared(old, new, before, after)
    reason = _obstacle(old, new, before.strokes, after.strokes)
    if reason is not Reason.NONE:
        return Difference(Verdict.CANNOT_COMPARE, reason, not_compared=blind)
    fit = register(
        before.strokes,
        after.strokes,
        scales=_scales(old, new),
        is_scale_sure=old.units_per_mm > 0 and new.units_per_mm > 0,
    )
    tolerance = float(
        np.clip(
            3 * fit.residual_mm, settings.least_tolerance_mm, settings.most_tolerance_mm
        )
    )
    laid, there = before.strokes.placed(fit.similarity), after.strokes
    if _is_hopeless(laid, there, fit, tolerance):
        nothing = Explanation(np.zeros((0, 2)), share=fit.share)
        registration = _registration(fit, nothing, len(laid))
        return Difference(
            Verdict.CANNOT_COMPARE,
            Reason.NO_REGISTRATION,
            registration,
            tolerance_mm=tolerance,
            not_compared=blind,
        )
    same_origin = old.origin is new.origin
    rules = rules_for(laid, there, tolerance, settings, same_origin=same_origin)
    found = explain(laid, there, rules, vocabulary(old, new))
    registration = _registration(fit, found, len(laid))
    if found.has_black:
        blind = (*blind, "black")
    if found.share < _needed(laid, there, settings):
        return Difference(
            Verdict.CANNOT_COMPARE,
            Reason.NO_REGISTRATION,
            registration,
            tolerance_mm=tolerance,
            not_compared=blind,
        )
    sheets = Sheets(old, new, laid, there, registration, rules.unseen)
    return _told(sheets, found, rules, settings, blind)


def _is_hopeless(old: Strokes, new: Strokes, fit: Fit, tolerance: float) -> bool:
    """True where a sample says that the sheets share next to nothing.

    Saves the minutes that it takes to ask every line of two unrelated sheets.
    """
    if min(len(old), len(new)) < _MANY:
        return False
    # counterparts that are all far off are chance: short lines among very many
    if fit.share > _DOUBTFUL and fit.residual_mm < _CHANCE_MM:
        return False
    if frame_stands(old, new):
        return False
    return common_share(old, new, tolerance) < _HOPELESS


def _needed(old: Strokes, new: Strokes, settings: Settings) -> float:
    if frame_stands(old, new):
        return settings.least_inliers_framed
    return settings.least_inliers


def _told(
    sheets: Sheets,
    found: Explanation,
    rules: Rules,
    settings: Settings,
    blind: tuple[str, ...],
) -> Difference:
    named = name_changes(
        sheets, found, touch=settings.touch_mm, tolerance=rules.tolerance
    )
    if sheets.old_content.origin is not sheets.new_content.origin:
        named = [n for n in named if n.change.kind != "property"]
    if settings.names_cosmetic:
        named += cosmetic_changes(sheets, found)
    is_silent = all(n.change.kind in SILENT for n in named)
    old_pieces, new_pieces = pieces_of(named, sheets, found.shift)
    return Difference(
        verdict=Verdict.IDENTICAL if is_silent else Verdict.CHANGED,
        registration=sheets.registration,
        changes=tuple(n.change for n in named),
        regions=_regions(named, settings.region_margin_mm),
        tolerance_mm=rules.tolerance,
        cosmetic_count=max(len(found.cosmetic.old), len(found.cosmetic.new)),
        property_count=_restyled(sheets, found),
        not_compared=blind,
        old_pieces=old_pieces,
        new_pieces=new_pieces,
    )


def _restyled(sheets: Sheets, found: Explanation) -> int:
    same = sheets.old_content.origin is sheets.new_content.origin
    return len(found.restyled.old) if same else 0


def _regions(named: list[Named], margin: float) -> tuple[Region, ...]:
    inks, whose = [], []
    for number, item in enumerate(named):
        if item.change.kind in SILENT:
            continue
        for ink in (item.old, item.new):
            if len(ink.whose) > _WIDE:
                ink = _framed(ink)
            inks.append(ink)
            whose.append(np.full(len(ink.whose), number))
    joined = Ink.joined(inks)
    change = np.concatenate([np.zeros(0, np.intp), *whose]).astype(np.intp)
    return regions_of(joined.lines, change, margin=margin)


def _framed(ink: Ink) -> Ink:
    """Stand in for a part of the sheet by its diagonal: one box."""
    points = ink.lines.reshape(-1, 2)
    diagonal = np.stack([points.min(axis=0), points.max(axis=0)])[None]
    return Ink(diagonal, ink.whose[:1])


def _registration(fit: Fit, found: Explanation, count: int) -> Registration:
    lay = fit.similarity
    return Registration(
        scale=lay.scale,
        rotation_deg=lay.turn_deg,
        dx_mm=lay.shift.real,
        dy_mm=lay.shift.imag,
        inliers=found.share,
        residual_mm=fit.residual_mm,
        method=fit.method,
        pieces=tuple(
            Piece((float(m.vector[0]), float(m.vector[1])), len(m.old) / max(1, count))
            for m in found.pieces
        ),
    )


def _scales(old: Content, new: Content) -> tuple[float, ...] | None:
    """The scales that are possible; CAD against CAD is never fitted freely."""
    if not (old.origin is Origin.CAD and new.origin is Origin.CAD):
        return None
    if old.units_per_mm > 0 and new.units_per_mm > 0:
        ratio = old.units_per_mm / new.units_per_mm
        if abs(ratio - 1) > 1e-6:
            return (1.0, ratio)
    return (1.0,)


def _obstacle(old: Content, new: Content, before: Strokes, after: Strokes) -> Reason:
    if old.is_scanned or new.is_scanned:
        return Reason.SCANNED
    if not _is_drawn(before) or not _is_drawn(after):
        return Reason.EMPTY
    return Reason.NONE


def _is_drawn(strokes: Strokes) -> bool:
    return bool((strokes.kind != Kind.IMAGE).any())


def _not_compared(
    old: Content, new: Content, before: Prepared, after: Prepared
) -> tuple[str, ...]:
    """Name everything that nobody looked at."""
    blind = []
    for side, sheet, ready in (("old", old, before), ("new", new, after)):
        if sheet.is_scanned:
            blind.append(f"{side}/scanned")
        blind += [f"{side}/loss/{loss.kind}/{loss.count}" for loss in sheet.losses]
        if ready.out_of_range:
            blind.append(f"{side}/out_of_range/{ready.out_of_range}")
    has_images = any((sheet.kind == Kind.IMAGE).any() for sheet in (old, new))
    is_seen = old.origin is Origin.PDF and pictures_are_told(old, new)
    if has_images and not is_seen:
        blind.append("images")
    if old.origin is not new.origin:
        blind.append("properties")
    return tuple(blind)
