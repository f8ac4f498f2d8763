"""The ingestion report: who sees it, and what it says of each sheet."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drawings.actions.sameness import prove_sameness
from drawings.content.counting import Counted
from drawings.content.parts import Kind
from drawings.content.storing import load_content, save_content
from drawings.models import Face, SamenessProof, SheetRevision
from reviews.models import Opinion
from storage.actions.blobs import file_of, store_bytes, store_file
from tests.pure.drawing_makers import with_lines
from tests.sets import NUMBER, with_both_faces
from tests.stage import IN_ROUND_ONE, signed_in
from tests.world import World


def url_of(world: World, name: str, *more: int) -> str:
    return reverse(f"reviews:{name}", args=[world.case.serial, *more])


@IN_ROUND_ONE
def test_a_sheet_is_proved_once_and_shown_with_its_picture(world: World) -> None:
    revision = with_both_faces(world)

    proof = prove_sameness(revision=revision)

    assert proof is not None
    assert proof.verdict == SamenessProof.Verdict.SAME
    assert prove_sameness(revision=revision) == proof
    client = signed_in(world["wang"])
    page = client.get(url_of(world, "report_sheet", revision.pk)).content.decode()
    assert "同源一致" in page
    assert "100.00 %" in page
    picture = client.get(url_of(world, "report_picture", revision.pk))
    assert picture.status_code == 200
    assert next(iter(picture)).startswith(b"\x89PNG")


@IN_ROUND_ONE
def test_the_page_tells_what_was_counted_at_reading_without_the_content(
    world: World,
) -> None:
    revision = with_both_faces(world)
    counted = Counted({Kind.SEGMENT: 300_017}, (("墙-WALL", 300_017),), ())
    Face.objects.filter(revisions_of(revision)).update(counted=counted.told())
    # A content that nobody could read: the page does not look at it.
    broken = store_bytes(b"no content", media_type="application/x-npz")
    Face.objects.filter(revisions_of(revision)).update(content=broken)
    client = signed_in(world["wang"])
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url_of(world, "report_sheet", revision.pk))
    page = answer.content.decode()
    assert page.count("墙-WALL") == 2
    assert "300017" in page.replace(",", "")
    # Once broken, it says that nothing can be seen where nothing was counted either.
    Face.objects.filter(revisions_of(revision)).update(counted=None)
    page = client.get(url_of(world, "report_sheet", revision.pk)).content.decode()
    assert "墙-WALL" not in page
    assert not any('"texts"' in query["sql"] for query in asked.captured_queries)


def revisions_of(revision: SheetRevision) -> Q:
    """The faces of a revision."""
    return Q(pk__in=[revision.dwg_id, revision.pdf_id])


@IN_ROUND_ONE
def test_the_list_tells_sheets_with_one_face_apart(world: World) -> None:
    client = signed_in(world["chen"])
    page = client.get(url_of(world, "report")).content.decode()
    assert NUMBER in page
    assert "只有一面" in page
    none = client.get(url_of(world, "report"), {"show": "differs"}).content.decode()
    assert NUMBER not in none


@IN_ROUND_ONE
@pytest.mark.parametrize("name", ["report", "report_sheet", "report_picture"])
def test_to_outsiders_there_is_no_report(world: World, name: str) -> None:
    more = [] if name == "report" else [world.revision(NUMBER).pk]
    answer = signed_in(world["he"]).get(url_of(world, name, *more))
    assert answer.status_code == 404


@IN_ROUND_ONE
def test_a_proof_goes_with_its_revision(world: World) -> None:
    revision = with_both_faces(world)
    prove_sameness(revision=revision)
    revision.delete()
    assert not SamenessProof.objects.exists()


def with_a_line_more(revision: SheetRevision, folder: Path) -> SheetRevision:
    """The DWG holds a line that was never plotted."""
    assert revision.dwg is not None
    content = load_content(file_of(revision.dwg.content))
    line = (100.0, 30.0, 130.0, 45.0)
    save_content(with_lines(content, [line], layer=content.layers[0]), folder / "c.npz")
    revision.dwg.content = store_file(folder / "c.npz", media_type="application/x-npz")
    revision.dwg.save()
    return revision


@IN_ROUND_ONE
def test_a_difference_leads_to_its_place_on_the_face_that_shows_it(
    world: World, tmp_path: Path
) -> None:
    revision = with_a_line_more(with_both_faces(world), tmp_path)
    prove_sameness(revision=revision)
    client = signed_in(world["wang"])

    page = client.get(url_of(world, "report_sheet", revision.pk)).content.decode()

    assert "仅 DWG 有" in page
    viewer = reverse("reviews:workbench_sheet", args=[world.case.serial, revision.pk])
    place = f"{viewer}?box=99.0,29.0,131.0,46.0&amp;face=dwg"
    assert place in page
    assert client.get(place.replace("&amp;", "&")).status_code == 200


@IN_ROUND_ONE
def test_a_reviewer_writes_an_opinion_about_a_difference(
    world: World, tmp_path: Path
) -> None:
    revision = with_a_line_more(with_both_faces(world), tmp_path)
    prove_sameness(revision=revision)
    client = signed_in(world["wang"])
    viewer = reverse("reviews:workbench_sheet", args=[world.case.serial, revision.pk])
    report = client.get(url_of(world, "report_sheet", revision.pk)).content.decode()
    address = f"{viewer}?box=99.0,29.0,131.0,46.0&amp;about=1"
    assert address in report

    form = client.get(address.replace("&amp;", "&")).context["panel"].form

    assert form.is_open
    assert "仅 DWG 有" in form["text"].value()
    filled = {name: form[name].value() for name in ("shape", "points", "text", "grade")}
    answer = client.post(url_of(world, "sheet_opinions", revision.pk), filled)
    assert answer.status_code in {201, 302}
    said = Opinion.objects.get(revision=revision, shape="rect")
    x, y = said.points[0]
    assert (x, y) == pytest.approx((97.0, 27.0), abs=0.1)


@IN_ROUND_ONE
@pytest.mark.parametrize("about", ["", "0", "2", "-1", "\u0661", "9" * 5000, "x"])
def test_about_nothing_no_opinion_is_begun(
    world: World, tmp_path: Path, about: str
) -> None:
    revision = with_a_line_more(with_both_faces(world), tmp_path)
    prove_sameness(revision=revision)
    client = signed_in(world["wang"])
    viewer = reverse("reviews:workbench_sheet", args=[world.case.serial, revision.pk])

    form = client.get(viewer, {"about": about}).context["panel"].form

    assert not form.is_open
    assert not form["text"].value()


@IN_ROUND_ONE
def test_the_applicant_is_offered_no_opinion(world: World, tmp_path: Path) -> None:
    revision = with_a_line_more(with_both_faces(world), tmp_path)
    prove_sameness(revision=revision)
    client = signed_in(world["chen"])
    report = client.get(url_of(world, "report_sheet", revision.pk)).content.decode()
    assert "仅 DWG 有" in report
    assert "about=1" not in report


@IN_ROUND_ONE
def test_the_page_of_a_sheet_tells_in_full_what_was_read(world: World) -> None:
    revision = with_both_faces(world)
    assert revision.pdf is not None
    file = revision.pdf.file
    comment = {
        "page": revision.pdf.index,
        "kind": "Square",
        "author": "审图员",
        "text": "此处净宽不足",
        "box_mm": [10.0, 10.0, 30.0, 20.0],
        "is_drawn": True,
    }
    file.reading = {
        "removed": {"javascript": 2},
        "comments": [comment, {**comment, "page": 99, "text": "另一页"}],
        "hidden_layers": ["隐藏的图层"],
        "remarks": [{"code": "repaired", "particulars": {}}],
    }
    file.save()
    revision.pdf.losses = [["3DSOLID", 3]]
    revision.pdf.save()

    client = signed_in(world["wang"])
    page = client.get(url_of(world, "report_sheet", revision.pk)).content.decode()

    for told in (
        "此处净宽不足",
        "审图员",
        "隐藏的图层",
        "3DSOLID × 3",
        "脚本 × 2",
        "文件有损坏，已修复",
        "直线 <b>",
    ):
        assert told in page, told
    assert "另一页" not in page


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@IN_ROUND_ONE
@pytest.mark.parametrize("name", ["upload", "report", "workbench_sheet"])
def test_the_chip_of_the_proof_costs_no_query_a_sheet(world: World, name: str) -> None:
    revision = with_both_faces(world)
    url = url_of(world, name, *([revision.pk] if name == "workbench_sheet" else []))
    client = signed_in(world["wang"])
    client.get(url)
    once = queries_of(client, url)
    prove_sameness(revision=with_both_faces(world, "建施-04"))
    assert queries_of(client, url) == once
