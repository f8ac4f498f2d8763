"""The job that proves two faces to be one sheet; it reads what strangers' files became."""

from dataclasses import asdict
from pathlib import Path

from drawings.content.storing import load_content
from drawings.sameness.findings import Finding, Proof
from drawings.sameness.picture import draw_picture
from drawings.sameness.proving import prove_same
from drawings.sandbox.pages import Json

PICTURE = "picture.png"
MOST_FINDINGS = 2_000


def prove(request: Json, work: Path, limits: Json) -> Json:
    """Hold the contents at `dwg` and `pdf` against each other; draw on the page at `page`."""
    del limits
    box = request.get("title_box")
    proof = prove_same(
        load_content(Path(request["dwg"])),
        load_content(Path(request["pdf"])),
        title_box=tuple(box) if box else None,
    )
    if proof.registration.inliers > 0:
        draw_picture(Path(request["page"]), proof, work / PICTURE)
    return _answer(proof)


def _answer(proof: Proof) -> Json:
    found = proof.registration
    return {
        "verdict": proof.verdict.value,
        "doubts": [[doubt.value, told] for doubt, told in proof.doubts],
        "score": proof.score.least,
        "shares": asdict(proof.score),
        "registration": {
            "scale": found.scale,
            "rotation_deg": found.rotation_deg,
            "dx_mm": found.dx_mm,
            "dy_mm": found.dy_mm,
            "residual_mm": found.residual_mm,
            "method": str(found.method),
        },
        "tolerance_mm": proof.tolerance_mm,
        "findings": [_told(each) for each in proof.findings[:MOST_FINDINGS]],
        "count": sum(each.counts for each in proof.findings),
        "missing_layers": list(proof.missing_layers),
        "outlined": proof.outlined,
    }


def _told(finding: Finding) -> Json:
    return {
        "kind": finding.kind.value,
        "place": finding.place.value,
        "dwg_box": [round(v, 3) for v in finding.dwg_box],
        "pdf_box": [round(v, 3) for v in finding.pdf_box],
        "said_dwg": finding.said_dwg[:400],
        "said_pdf": finding.said_pdf[:400],
        "layer": finding.layer[:255],
        "length_mm": round(finding.length_mm, 2),
        "apart_mm": round(finding.apart_mm, 3),
        "counts": finding.counts,
    }
