"""The layers of the sample sheets: names after GB/T 50001 in Chinese or English."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: its name, AutoCAD colour index, line weight in 1/100 mm and line type."""

    name: str
    colour: int = 7
    weight: int = 18
    linetype: str = "Continuous"


AXIS = Layer("建筑-轴线", 12, 13, "CENTER")
BUBBLE = Layer("建筑-轴号", 7, 25)
WALL = Layer("建筑-墙", 7, 50)
CONCRETE = Layer("建筑-柱", 7, 50)
WALL_FILL = Layer("建筑-墙-填充", 253, 9)
CONCRETE_FILL = Layer("建筑-柱-填充", 250, 9)
DOOR = Layer("建筑-门窗", 140, 25)
DOOR_TAG = Layer("建筑-门窗-编号", 8, 18)
STAIR = Layer("建筑-楼梯", 7, 18)
LIFT = Layer("建筑-电梯", 7, 18)
FITTING = Layer("建筑-洁具", 8, 13)
FURNITURE = Layer("建筑-家具", 252, 13)
ROOM = Layer("建筑-房间名", 7, 18)
AREA = Layer("建筑-面积", 8, 18)
DIMENSION = Layer("建筑-尺寸", 94, 13)
LEVEL = Layer("建筑-标高", 94, 18)
NOTE = Layer("建筑-文字", 7, 18)
TITLE = Layer("建筑-图名", 7, 35)
TABLE = Layer("建筑-表格", 7, 18)
TABLE_EDGE = Layer("建筑-表格-外框", 7, 50)
PARKING = Layer("建筑-车位", 8, 13)
ELEVATION = Layer("建筑-立面", 7, 18)
OUTLINE = Layer("建筑-轮廓", 7, 60)
ROOF = Layer("建筑-屋面", 7, 25)
SECTION = Layer("建筑-剖切", 7, 50)
PATTERN = Layer("建筑-填充", 252, 9)
BASE = Layer("A-BASE-底图", 252, 13)
BASE_FILL = Layer("A-BASE-填充", 254, 9)

FRAME = Layer("图框", 7, 25)
FRAME_EDGE = Layer("图框-粗线", 7, 100)
FRAME_TEXT = Layer("图框-文字", 7, 18)
STAMP = Layer("图框-出图章", 240, 25)

SITE_LINE = Layer("总图-用地红线", 1, 70, "DASHDOT")
SITE_SETBACK = Layer("总图-建筑控制线", 30, 35, "DASHED")
SITE_ROAD = Layer("总图-道路", 8, 25)
SITE_ROAD_AXIS = Layer("总图-道路中心线", 12, 13, "CENTER")
SITE_BUILDING = Layer("总图-建筑", 7, 70)
SITE_NEIGHBOUR = Layer("总图-既有建筑", 8, 25)
SITE_GREEN = Layer("总图-绿化", 94, 9)
SITE_FIRE = Layer("总图-消防车道", 1, 30, "DASHED")
SITE_BASEMENT = Layer("总图-地下室轮廓", 5, 35, "DASHED")
SITE_TEXT = Layer("总图-标注", 7, 18)

S_WALL = Layer("S-WALL", 7, 50)
S_FILL = Layer("S-WALL-HATC", 250, 9)
S_BEAM = Layer("S-BEAM", 5, 30, "DASHED")
S_BEAM_TEXT = Layer("S-BEAM-IDEN", 5, 18)
S_REBAR = Layer("S-REIN", 1, 50)
S_REBAR_TEXT = Layer("S-REIN-IDEN", 94, 18)
S_PILE = Layer("S-FNDN-PILE", 7, 25)
S_RAFT = Layer("S-FNDN-RAFT", 7, 50)

W_SUPPLY = Layer("给排水-给水", 94, 50)
W_HOT = Layer("给排水-热水", 30, 50, "DASHDOT")
W_WASTE = Layer("给排水-污水", 32, 50, "DASHED")
W_RAIN = Layer("给排水-雨水", 150, 50, "DASHDOT")
W_HYDRANT = Layer("给排水-消火栓", 1, 50)
W_TEXT = Layer("给排水-文字", 7, 18)

H_DUCT = Layer("M-DUCT-送风", 140, 35)
H_EXHAUST = Layer("M-DUCT-排烟", 30, 35)
H_UNIT = Layer("M-EQPM", 7, 25)
H_PIPE = Layer("M-PIPE-供暖", 1, 35)
H_RETURN = Layer("M-PIPE-回水", 5, 35, "DASHED")
H_TEXT = Layer("M-TEXT", 7, 18)

E_LAMP = Layer("电气-照明", 7, 25)
E_WIRE = Layer("电气-导线", 5, 25)
E_POWER = Layer("电气-插座", 94, 25)
E_PANEL = Layer("电气-配电箱", 1, 35)
E_TRAY = Layer("电气-桥架", 30, 35)
E_TEXT = Layer("电气-文字", 7, 18)

F_ZONE = Layer("消防-防火分区", 1, 70, "DASHDOT")
F_ZONE_FILL = Layer("消防-分区填充", 11, 9)
F_ROUTE = Layer("消防-疏散路线", 94, 50)
F_SIGN = Layer("消防-疏散指示", 94, 30)
F_HYDRANT = Layer("消防-消火栓", 1, 35)
F_SPRINKLER = Layer("消防-喷头", 1, 18)
F_PIPE = Layer("消防-喷淋管", 1, 30)
F_DOOR = Layer("消防-防火门", 1, 30)
F_TEXT = Layer("消防-文字", 1, 18)

D_WALL = Layer("人防-防护墙", 7, 60)
D_FILL = Layer("人防-防护墙-填充", 250, 9)
D_DOOR = Layer("人防-防护门", 5, 40)
D_AIR = Layer("人防-通风", 140, 35)
D_WATER = Layer("人防-给排水", 94, 35)
D_TEXT = Layer("人防-文字", 5, 18)
D_ZONE = Layer("人防-防护区", 5, 70, "DASHDOT")
D_ZONE_FILL = Layer("人防-防护区-填充", 151, 9)
