"""Hold the comparison of real revisions against what a person saw on them.

Run from the repository: `python -m benchmarks.revisions`, with the folder of real drawings
in `LIANSHEN_CORPUS`. The truth and the way it was judged are in
`tests/pure/revisions_truth.json`.
"""

import tempfile
import time
from pathlib import Path

from tests import outside
from tests.pure.revision_pairs import Outcome, judged, pairs


def main() -> None:
    """Print one row for each labelled pair, then recall and precision over all."""
    print(
        f"{'pair':<46}{'found':>6}{'missed':>7}{'right':>6}{'false':>6}{'named':>6}{'s':>6}"
    )
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs():
            contents = pair.contents(outside.corpus(), Path(folder))
            start = time.process_time()
            outcome = judged(pair, contents)
            seconds = time.process_time() - start
            outcomes.append(outcome)
            print(
                f"{pair.name:<46}{outcome.found:>6}{len(outcome.missed):>7}"
                f"{outcome.right:>6}{len(outcome.false):>6}{outcome.named:>6}{seconds:>6.1f}",
                flush=True,
            )
    _print_all(outcomes)


def _print_all(outcomes: list[Outcome]) -> None:
    found = sum(o.found for o in outcomes)
    places = found + sum(len(o.missed) for o in outcomes)
    right = sum(o.right for o in outcomes)
    regions = right + sum(len(o.false) for o in outcomes)
    named = sum(o.named for o in outcomes)
    print(
        f"{len(outcomes)} pairs, {places} places: recall {found / places:.3f}, "
        f"precision {right / regions:.3f}, called by their kind {named / places:.3f}"
    )


if __name__ == "__main__":
    main()
