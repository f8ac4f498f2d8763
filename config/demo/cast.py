"""The people and units of the demonstration, enrolled through the real actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from accounts.actions.organisations import (
    found_organisation,
    found_region,
    seat_person,
)
from accounts.actions.people import enrol_person
from accounts.models import Membership, Organisation, Region, User

PASSWORD: Final = "Lianshen-2026"  # noqa: S105  a demonstration on this machine only
Kind = Organisation.Kind
Role = Membership.Role


@dataclass(frozen=True, slots=True)
class Part:
    """One person: the name to sign in with, the name people say, seat and role."""

    login: str
    name: str
    unit: str
    role: str
    phone: str


UNITS: Final = (
    ("云溪清和置业有限公司", "清和置业", Kind.BUILDER, "", "city"),
    ("柳泉新居房地产开发有限公司", "柳泉新居", Kind.BUILDER, "", "county"),
    ("云溪市建筑设计研究院有限公司", "云溪设计院", Kind.DESIGNER, "", "city"),
    ("云溪市政务服务中心", "市政务中心", Kind.WINDOW, "", "city"),
    ("柳泉县政务服务中心", "县政务中心", Kind.WINDOW, "", "county"),
    ("云溪市住房和城乡建设局", "市住建局", Kind.DEPARTMENT, "housing", "city"),
    ("云溪市消防审验中心", "市消防审验", Kind.DEPARTMENT, "fire", "city"),
    ("云溪市人民防空办公室", "市人防办", Kind.DEPARTMENT, "airdefence", "city"),
    ("云溪市自然资源和规划局", "市规划局", Kind.DEPARTMENT, "planning", "city"),
    ("云溪市气象局", "市气象局", Kind.DEPARTMENT, "meteorology", "city"),
    ("云溪市工程审批管理办公室", "市审管办", Kind.REGULATOR, "", "city"),
)

PARTS: Final = (
    Part("liu", "刘工", "云溪清和置业有限公司", Role.STAFF, "13800000001"),
    Part("he", "何工", "柳泉新居房地产开发有限公司", Role.STAFF, "13800000002"),
    Part("lv", "吕工", "云溪市建筑设计研究院有限公司", Role.STAFF, "13800000003"),
    Part("chen", "陈敏", "云溪市政务服务中心", Role.CLERK, "13800000004"),
    Part("tang", "唐静", "柳泉县政务服务中心", Role.CLERK, "13800000005"),
    Part("wang", "王工", "云溪市住房和城乡建设局", Role.REVIEWER, "13800000006"),
    Part("qian", "钱主任", "云溪市住房和城乡建设局", Role.HEAD, "13800000007"),
    Part("li", "李工", "云溪市消防审验中心", Role.REVIEWER, "13800000008"),
    Part("sun", "孙科长", "云溪市消防审验中心", Role.HEAD, "13800000009"),
    Part("zhao", "赵工", "云溪市人民防空办公室", Role.REVIEWER, "13800000010"),
    Part("zheng", "郑科长", "云溪市人民防空办公室", Role.HEAD, "13800000011"),
    Part("ma", "马工", "云溪市自然资源和规划局", Role.REVIEWER, "13800000012"),
    Part("feng", "冯科长", "云溪市自然资源和规划局", Role.HEAD, "13800000013"),
    Part("yang", "杨工", "云溪市气象局", Role.REVIEWER, "13800000014"),
    Part("xu", "徐科长", "云溪市气象局", Role.HEAD, "13800000015"),
    Part("wu", "吴处长", "云溪市工程审批管理办公室", Role.SUPERVISOR, "13800000016"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by login, every unit by short name."""

    people: Mapping[str, User]
    units: Mapping[str, Organisation]
    city: Region
    county: Region

    def __getitem__(self, login: str) -> User:
        return self.people[login]

    def reviewer_of(self, sector: str) -> User:
        """Who reviews for a sector."""
        return self._seated(sector, Role.REVIEWER)

    def head_of(self, sector: str) -> User:
        """Who heads a sector's department."""
        return self._seated(sector, Role.HEAD)

    def _seated(self, sector: str, role: str) -> User:
        unit = next(unit for unit in self.units.values() if unit.sector == sector)
        return User.objects.get(seats__organisation=unit, seats__role=role)


@transaction.atomic
def enrol_cast() -> Cast:
    """Put the cast into the database."""
    city = found_region(name="云溪市")
    county = found_region(name="柳泉县", city=city)
    regions = {"city": city, "county": county}
    units = {
        short: found_organisation(
            name=name, short_name=short, kind=kind, sector=sector, region=regions[where]
        )
        for name, short, kind, sector, where in UNITS
    }
    by_name = {unit.name: unit for unit in units.values()}
    people = {}
    for part in PARTS:
        person = enrol_person(
            username=part.login,
            display_name=part.name,
            password=PASSWORD,
            phone=part.phone,
        )
        seat_person(user=person, organisation=by_name[part.unit], role=part.role)
        people[part.login] = person
    return Cast(people, units, city, county)


def find_cast() -> Cast | None:
    """The cast as it is in the database; None where it never was enrolled."""
    units = {
        short: unit
        for _name, short, *_rest in UNITS
        if (unit := Organisation.objects.filter(short_name=short).first())
    }
    if len(units) < len(UNITS):
        return None
    people = {part.login: User.objects.get(username=part.login) for part in PARTS}
    city = Region.objects.get(name="云溪市")
    return Cast(people, units, city, Region.objects.get(name="柳泉县"))
