"""The story of the sample tower: drawings made by our own code, edits that are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from config.demo.script import Declared, Meeting, Planned, Revision
from reviews.models import Case, Opinion, Reply
from reviews.routing import ProjectFacts, Use
from samples.sets import Manifest, write_set
from samples.tower.facts import FACTS, PROJECT
from samples.tower.opinions import Department, Outcome, SampleOpinion

SECTORS: Final = {
    Department.HOUSING: "housing",
    Department.FIRE: "fire",
    Department.AIR_DEFENCE: "airdefence",
}


@dataclass
class TowerScript:
    """What happens to the tower; the manifest of the samples is the truth."""

    told: Manifest | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """The building."""
        return PROJECT

    @property
    def facts(self) -> ProjectFacts:
        """As the general notes of the drawings say."""
        return ProjectFacts(
            use=Use.RESIDENTIAL,
            area_m2=FACTS.total_area,
            above_ground_area_m2=FACTS.above_area,
            first_floor_area_m2=FACTS.first_floor_area,
            storeys_above=FACTS.storeys_above,
            storeys_below=FACTS.storeys_below,
            height_m=FACTS.height,
            foundation_depth_m=FACTS.foundation_depth,
        )

    @property
    def is_ours(self) -> bool:
        """Drawn by our own code."""
        return True

    def write_first(self, folder: Path) -> Path:
        """The whole set, revision A."""
        self.told = write_set(folder, "A")
        return folder

    def remarks(self, case: Case) -> Sequence[Planned]:
        """The opinions that the samples know."""
        return [
            Planned(
                sector=SECTORS[said.department],
                sheet=said.sheet,
                box=said.region,
                grade=str(said.grade),
                text=said.finding,
                requirement=said.demand,
                shape="rect" if said.department is Department.AIR_DEFENCE else "cloud",
                clause=said.clause,
            )
            for said in self._opinions()
        ]

    def meeting(self) -> Meeting:
        """The resolution that the samples know."""
        resolution = self._manifest().resolution
        return Meeting(
            positions={
                SECTORS[department]: text for department, text in resolution.positions
            },
            outcome="middle",
            text=resolution.text,
        )

    def reply(self, opinion: Opinion) -> tuple[str, str]:
        """What the designer answers, by sheet and words; a resolution was carried out."""
        for said in self._opinions():
            if said.sheet == opinion.sheet.number and said.finding == opinion.text:
                kind = (
                    Reply.Kind.EXPLAINED
                    if said.outcome is Outcome.EXPLAINED
                    else Reply.Kind.REVISED
                )
                return kind, said.reply
        return Reply.Kind.REVISED, f"已按会商决议修改，见新版 {opinion.sheet.number}。"

    def write_revision(self, case: Case, folder: Path) -> Revision:
        """The re-issued sheets; the consequences of a new issue are declared."""
        manifest = write_set(folder, "B")
        declared = [
            Declared(edit.sheet, edit.box, f"修改说明：{edit.words}")
            for edit in manifest.edits
            if edit.is_declared
        ]
        return Revision(folder, declared)

    def _manifest(self) -> Manifest:
        if self.told is None:
            raise LookupError("the first set has not been written yet")
        return self.told

    def _opinions(self) -> tuple[SampleOpinion, ...]:
        return self._manifest().opinions
