"""How much of each real DWG arrives, against the DXF that its author's CAD wrote.

Run from the repository: `python -m benchmarks.recall`; `LIANSHEN_CORPUS` names the folder of
drawings. A pair is `NAME.dwg` with `NAME.dxf`, `NAME_ascii.dxf` or `NAME_binary.dxf`.
"""

import tempfile
from pathlib import Path

from drawings.sandbox.reading import read_file
from tests.outside import corpus
from tests.pure.cad_recall import pairs, recall_of


def main() -> None:
    """Print one line a pair, and the sum."""
    print(
        f"{'drawing':<34}{'entities':>9}{'recall':>8}{'named':>7}{'silent':>7}"
        f"{'texts':>7}{'recall':>8}  lost"
    )
    sums = [0, 0, 0, 0]
    for dwg, twin in pairs(corpus()):
        with tempfile.TemporaryDirectory() as work:
            reading = read_file(dwg, dwg.name, Path(work))
            losses = {loss.kind: loss.count for loss in reading.losses}
            if reading.dxf is None:
                continue
            found = recall_of(twin, reading.dxf, losses)
        lost = ", ".join(f"{kind} × {count}" for kind, count in losses.items())
        print(
            f"{dwg.stem[:33]:<34}{found.entities:>9}"
            f"{found.arrived / found.entities:>8.4f}{found.named:>7}"
            f"{sum(found.silent.values()):>7}{found.texts:>7}"
            f"{found.texts_arrived / max(1, found.texts):>8.4f}  {lost}"
        )
        counts = (found.entities, found.arrived, found.texts, found.texts_arrived)
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
    entities, arrived, texts, texts_arrived = sums
    if entities and texts:
        print(
            f"{'all':<34}{entities:>9}{arrived / entities:>8.4f}{'':>14}"
            f"{texts:>7}{texts_arrived / texts:>8.4f}"
        )


if __name__ == "__main__":
    main()
