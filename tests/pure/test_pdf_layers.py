"""Layers of a PDF: what the file hides is not read, and what is read knows its layer."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from drawings.content.parts import Content, Kind
from drawings.pdf.layers import LayersFound
from tests.pure.pdf_makers import examined, form, layer, taken, write_pdf

RULES = ("AnyOn", "AllOn", "AnyOff", "AllOff")


def places(content: Content) -> dict[int, str]:
    """Where each line begins, to the point, and on which layer it is."""
    lines = content.kind == Kind.SEGMENT
    starts = content.points[lines, 0, 0] * 72 / 25.4
    named = [content.layers[index] for index in content.layer[lines]]
    return {round(x): name for x, name in zip(starts.tolist(), named, strict=True)}


def line(x: int, name: str = "") -> bytes:
    """A line that begins at x, within a layer if one is named."""
    drawn = b"%d 10 m %d 20 l S " % (x, x)
    return b"/OC /%s BDC %sEMC " % (name.encode(), drawn) if name else drawn


def table(
    document: pikepdf.Pdf, layers: list[pikepdf.Object], **default: object
) -> None:
    """The layers of the document and their default configuration."""
    document.Root.OCProperties = Dictionary(
        OCGs=Array(layers), D=Dictionary({f"/{k}": v for k, v in default.items()})
    )


@pytest.mark.parametrize(
    ("rule", "is_seen"),
    [("AnyOn", True), ("AllOn", False), ("AnyOff", True), ("AllOff", False)],
)
def test_a_membership_is_shown_by_its_rule(
    tmp_path: Path, rule: str, is_seen: bool
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        wall, draft = layer(document, "墙"), layer(document, "草稿")
        both = document.make_indirect(
            Dictionary(Type=Name.OCMD, OCGs=Array([wall, draft]), P=Name(f"/{rule}"))
        )
        page.Resources.Properties = Dictionary(m=both)
        table(document, [wall, draft], OFF=Array([draft]))

    path = write_pdf(tmp_path, line(50) + line(90, "m"), build)
    found = places(examined(path, tmp_path).content)
    assert found == ({50: "0", 90: "墙 + 草稿"} if is_seen else {50: "0"})


def test_an_expression_of_layers_is_followed(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        wall, draft = layer(document, "墙"), layer(document, "草稿")
        not_draft = Array([Name.And, wall, Array([Name.Not, draft])])
        neither = Array([Name.Not, Array([Name.Or, wall, draft])])
        page.Resources.Properties = Dictionary(
            a=document.make_indirect(Dictionary(Type=Name.OCMD, VE=not_draft)),
            b=document.make_indirect(Dictionary(Type=Name.OCMD, VE=neither)),
        )
        table(document, [wall, draft], OFF=Array([draft]))

    path = write_pdf(tmp_path, line(50, "a") + line(90, "b"), build)
    assert places(examined(path, tmp_path).content) == {50: "墙 + 草稿"}


def test_layers_hidden_by_the_base_state_are_hidden_and_named(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        a, b = layer(document, "轴线"), layer(document, "标注")
        page.Resources.Properties = Dictionary(a=a, b=b)
        table(document, [a, b], BaseState=Name.OFF, ON=Array([b]))

    path = write_pdf(tmp_path, line(50, "a") + line(90, "b"), build)
    intake = taken(path, tmp_path)
    assert intake.layers == LayersFound(("轴线", "标注"), ("轴线",))
    assert places(examined(path, tmp_path).content) == {90: "标注"}


def test_a_layer_that_viewers_switch_off_by_themselves_is_hidden(
    tmp_path: Path,
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        usage = Dictionary(View=Dictionary(ViewState=Name.OFF))
        a = layer(document, "只打印", Usage=usage)
        page.Resources.Properties = Dictionary(a=a)
        event = Dictionary(
            Event=Name.View, Category=Array([Name.View]), OCGs=Array([a])
        )
        table(document, [a], AS=Array([event]))

    path = write_pdf(tmp_path, line(50) + line(90, "a"), build)
    assert places(examined(path, tmp_path).content) == {50: "0"}


def test_layers_of_nested_forms_are_known_and_honoured(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        outer, inner, off = (layer(document, name) for name in ("外", "内", "关"))
        deep = form(
            document,
            line(60, "i") + line(70) + line(80, "o"),
            OC=outer,
            Resources=Dictionary(Properties=Dictionary(i=inner, o=off)),
        )
        gone = form(document, line(90), OC=off)
        page.Resources.XObject = Dictionary(D=deep, G=gone)
        table(document, [outer, inner, off], OFF=Array([off]))

    path = write_pdf(tmp_path, line(50) + b"/D Do /G Do", build)
    found = places(examined(path, tmp_path).content)
    assert found == {50: "0", 60: "内", 70: "外"}


def test_hiding_the_outer_layer_hides_the_inner_one(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        outer, inner = layer(document, "外"), layer(document, "内")
        page.Resources.Properties = Dictionary(o=outer, i=inner)
        table(document, [outer, inner], OFF=Array([outer]))

    drawn = line(50) + b"/OC /o BDC " + line(60, "i") + line(70) + b"EMC"
    path = write_pdf(tmp_path, drawn, build)
    assert places(examined(path, tmp_path).content) == {50: "0"}


def test_the_copy_keeps_the_layers_and_nothing_that_switches_them(
    tmp_path: Path,
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        a = layer(document, "墙", Usage=Dictionary(View=Dictionary(ViewState=Name.OFF)))
        page.Resources.Properties = Dictionary(a=a)
        table(document, [a], Name="x", AS=Array([]), Locked=Array([a]))

    path = write_pdf(tmp_path, line(50, "a"), build)
    with pikepdf.open(taken(path, tmp_path).pages[0].path) as clean:
        (kept,) = clean.Root.OCProperties.OCGs
        assert set(kept.keys()) == {"/Type", "/Name"}
        assert set(clean.Root.OCProperties.D.keys()) == {"/BaseState", "/OFF", "/Order"}
