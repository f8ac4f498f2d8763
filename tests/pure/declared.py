"""Facts as builders declare them: a tower, a villa, and any others by chance."""

import datetime as dt

from hypothesis import settings
from hypothesis import strategies as st

from reviews.routing import Hazard, ProjectFacts, Use

TODAY = dt.date(2026, 11, 20)
TOWER = ProjectFacts(
    use=Use.RESIDENTIAL,
    area_m2=24318.6,
    above_ground_area_m2=21800,
    first_floor_area_m2=838.5,
    storeys_above=26,
    storeys_below=2,
    height_m=79.8,
    foundation_depth_m=8.4,
)
VILLA = ProjectFacts(
    area_m2=620, above_ground_area_m2=620, storeys_above=3, height_m=10
)
steady = settings(deadline=None, derandomize=True)
any_facts = st.builds(
    ProjectFacts,
    use=st.sampled_from(Use),
    area_m2=st.integers(0, 60_000).map(float),
    above_ground_area_m2=st.integers(0, 50_000).map(float),
    first_floor_area_m2=st.integers(0, 5_000).map(float),
    storeys_above=st.integers(0, 60),
    height_m=st.integers(0, 3_000).map(lambda cm: cm / 10),
    foundation_depth_m=st.integers(0, 200).map(lambda cm: cm / 10),
    is_new_build=st.booleans(),
    has_planning_permit=st.booleans(),
    is_key_city=st.booleans(),
    is_in_development_zone=st.booleans(),
    is_labour_intensive=st.booleans(),
    hazards=st.frozensets(st.sampled_from(Hazard)),
)
