"""The rows of a case as plain values: opinions, replies, consultations, comparisons."""

import datetime as dt
from typing import TypeAlias

from drawings.models import Comparison
from reviews.models import Case, Consultation, Opinion

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
Row: TypeAlias = dict[str, Plain]


def case_record(case: Case) -> Row:
    """The case itself, its rounds and what each department concluded."""
    project = case.project
    return {
        "serial": case.serial,
        "state": case.state,
        "project": {
            "name": project.name,
            "code": project.code,
            "address": project.address,
            "builder": str(project.builder),
            "designer": str(project.designer),
            "facts": project.facts,
        },
        "routing": case.routing,
        "submitted_at": moment(case.submitted_at),
        "accepted_at": moment(case.accepted_at),
        "passed_at": moment(case.passed_at),
        "issued_at": moment(case.issued_at),
        "reviews": [
            {
                "round": review.round.number,
                "department": str(review.department),
                "state": review.state,
                "result": review.result,
                "concluded_by": label(review.concluded_by),
                "concluded_at": moment(review.concluded_at),
                "approved_by": label(review.approved_by),
                "approved_at": moment(review.approved_at),
            }
            for review in case.department_reviews.select_related(
                "round", "department", "concluded_by", "approved_by"
            ).order_by("round__number", "pk")
        ],
    }


def opinion_records(case: Case) -> list[Row]:
    """Every opinion with its mark, its clause and what was answered, round by round."""
    rows = case.opinions.select_related(
        "author", "clause", "sheet", "revision", "review__department", "replaced_by"
    ).prefetch_related("replies__author", "evidence")
    return [_opinion(one) for one in rows.order_by("pk")]


def consultation_records(case: Case) -> list[Row]:
    """Every consultation with the positions and what was resolved."""
    rows = case.consultations.select_related(
        "opinion_a", "opinion_b", "host", "resolution__resolved_by"
    ).prefetch_related("positions__department", "positions__representative")
    return [_consultation(one) for one in rows.order_by("number")]


def comparison_record(comparison: Comparison) -> Row:
    """What a comparison found: its verdict and every change."""
    return {
        "sheet": comparison.newer.sheet.number,
        "older": comparison.older.version,
        "newer": comparison.newer.version,
        "side": comparison.side,
        "verdict": comparison.verdict,
        "reason": comparison.reason,
        "tolerance_mm": comparison.tolerance_mm,
        "not_compared": comparison.not_compared,
        "changes": [
            {
                "index": change.index,
                "kind": change.kind,
                "old_box": change.old_box,
                "new_box": change.new_box,
                "text_from": change.text_from,
                "text_to": change.text_to,
                "layer": change.layer,
                "declaration": change.declaration,
            }
            for change in comparison.changes.all()
        ],
    }


def moment(at: dt.datetime | None) -> str | None:
    """A moment as ISO 8601."""
    return at.isoformat() if at else None


def label(who: object) -> str:
    """Who it was, or nothing."""
    return str(who) if who else ""


def _opinion(one: Opinion) -> Row:
    return {
        "number": one.number,
        "department": str(one.review.department),
        "author": str(one.author),
        "state": one.state,
        "state_label": str(one.get_state_display()),
        "grade": one.grade,
        "clause": str(one.clause) if one.clause else one.clause_text,
        "clause_text": one.clause_text,
        "sheet": one.sheet.number,
        "version": one.revision.version,
        "shape": one.shape,
        "points_mm": one.points,
        "text": one.text,
        "requirement": one.requirement,
        "given_at": moment(one.given_at),
        "released_at": moment(one.released_at),
        "closed_at": moment(one.closed_at),
        "replaced_by": one.replaced_by.number if one.replaced_by else None,
        "replies": [
            {
                "round": reply.round_number,
                "kind": reply.kind,
                "kind_label": str(reply.get_kind_display()),
                "text": reply.text,
                "reason_unchanged": reply.reason_unchanged,
                "author": str(reply.author),
                "given_at": moment(reply.given_at),
            }
            for reply in one.replies.all()
        ],
        "evidence": [
            {"verdict": proof.verdict, "changes": proof.changes}
            for proof in one.evidence.all()
        ],
    }


def _consultation(one: Consultation) -> Row:
    resolution = getattr(one, "resolution", None)
    return {
        "number": one.number,
        "opinions": [one.opinion_a.number, one.opinion_b.number],
        "ground": one.ground,
        "state": one.state,
        "state_label": str(one.get_state_display()),
        "host": label(one.host),
        "opened_at": moment(one.opened_at),
        "settled_at": moment(one.settled_at),
        "positions": [
            {
                "department": str(position.department),
                "representative": str(position.representative),
                "text": position.text,
                "agrees": position.agrees,
                "dissent": position.dissent,
                "taken_at": moment(position.taken_at),
            }
            for position in one.positions.all()
        ],
        "outcome": str(resolution.get_outcome_display()) if resolution else "",
        "resolution": resolution.text if resolution else "",
        "resolved_by": label(resolution.resolved_by) if resolution else "",
    }
