"""The sheets of words: list of drawings (建施-01) and general notes (建施-02)."""

from samples.drafting.draft import Draft, Lettering
from samples.drafting.layers import NOTE, TITLE
from samples.drafting.marks import Table, draw_table
from samples.tower.facts import (
    ADDRESS,
    DESIGNER,
    FACTS,
    OWNER,
    PROJECT,
    PROJECT_CODE,
    SURVEYOR,
    Revision,
)

LIST_AT = (70.0, 525.0)
WIDTHS = (18.0, 34.0, 130.0, 24.0, 26.0, 26.0, 52.0)
ListRow = tuple[str, str, str, str]


def draw_list(rows: tuple[ListRow, ...]) -> Draft:
    """Sheet 建施-01.

    Args:
        rows: number, name, scale and revision of every sheet.

    """
    draft = Draft(scale=1.0)
    draft.text(
        "图 纸 目 录",
        draft.at(LIST_AT[0] + sum(WIDTHS) / 2, 550),
        TITLE,
        Lettering(9.0),
    )
    draw_table(draft, list_table(rows), LIST_AT)
    texts = (
        "本工程采用的标准图集：",
        "12J1     工程用料做法",
        "12J2     地下室、屋面防水",
        "12J4-1   常用门窗",
        "12J8     楼梯",
        "07FJ01～03  防空地下室建筑设计",
        "18J811-1 建筑设计防火规范图示",
        "12J12    无障碍设施",
        "",
        "备注：",
        "1. 版次栏为各图最近一次出图版次；",
        "2. 本目录与各专业图纸一并使用；",
        "3. 图幅均为 A1（841×594）。",
    )
    draft.paragraph(texts, draft.at(430, 535), NOTE, height=4.0, leading=2.0)
    return draft


def list_table(rows: tuple[ListRow, ...]) -> Table:
    """The list of drawings as a table; row 0 is its head."""
    head = ("序号", "图号", "图名", "图幅", "比例", "版次", "备注")
    body = tuple(
        (str(index), number, name, "A1", scale, revision, "")
        for index, (number, name, scale, revision) in enumerate(rows, 1)
    )
    return Table("", WIDTHS, (head, *body), 11.0, 3.8)


def draw_notes(revision: Revision) -> Draft:
    """Sheet 建施-02; the same in both revisions."""
    del revision
    draft = Draft(scale=1.0)
    draft.text("建 筑 设 计 总 说 明", draft.at(398, 562), TITLE, Lettering(9.0))
    for column, rows in enumerate((_first(), _second(), _third())):
        draft.paragraph(
            rows, draft.at(42 + column * 244, 548), NOTE, height=4.2, leading=2.3
        )
    draw_table(draft, _areas(), (535, 130))
    return draft


def _first() -> tuple[str, ...]:
    f = FACTS
    return (
        "一、工程概况",
        f"1.1 工程名称：{PROJECT}；建设地点：{ADDRESS}。",
        f"1.2 建设单位：{OWNER}；设计单位：{DESIGNER}。",
        f"1.3 勘察单位：{SURVEYOR}。",
        f"1.4 项目代码：{PROJECT_CODE}。",
        f"1.5 使用功能：{f.use}；建筑分类：{f.fire_class}；设计使用年限 50 年。",
        f"1.6 建筑层数：地上 {f.storeys_above} 层，地下 {f.storeys_below} 层；"
        f"建筑高度 {f.height:.2f} m。",
        f"1.7 总建筑面积 {f.total_area} ㎡，其中地上 {f.above_area} ㎡，地下 "
        f"{f.below_area} ㎡。",
        f"1.8 首层建筑面积 {f.first_floor_area} ㎡；总户数 {f.households} 户。",
        f"1.9 基础埋深 {f.foundation_depth} m；抗震设防烈度 {f.seismic}；"
        "结构形式：剪力墙结构。",
        "1.10 耐火等级：地上一级，地下一级；屋面防水等级一级，地下室防水等级一级。",
        "",
        "二、设计依据",
        "2.1 建设工程规划许可证及批准的方案文件；设计合同；岩土工程勘察报告。",
        "2.2《民用建筑通用规范》GB 55031-2022",
        "2.3《建筑防火通用规范》GB 55037-2022",
        "2.4《住宅项目规范》GB 55038-2025；《住宅设计规范》GB 50096-2011",
        "2.5《建筑设计防火规范》GB 50016-2014（2018 年版）",
        "2.6《建筑与市政工程无障碍通用规范》GB 55019-2021",
        "2.7《建筑节能与可再生能源利用通用规范》GB 55015-2021",
        "2.8《建筑与市政工程防水通用规范》GB 55030-2022",
        "2.9《人民防空地下室设计规范》GB 50038-2005（2023 年版）",
        "2.10《汽车库、修车库、停车场设计防火规范》GB 50067-2014",
        "",
        "三、设计标高与单位",
        "3.1 本工程 ±0.000 相当于绝对标高 128.600 m；室内外高差 0.300 m。",
        "3.2 各层标注标高为完成面标高，屋面为结构面标高。",
        "3.3 标高以米为单位，总平面尺寸以米为单位，其他以毫米为单位。",
        "",
        "四、墙体工程",
        "4.1 外墙、分户墙、楼梯间墙：200 厚钢筋混凝土墙或 A5.0 B06 加气混凝土砌块。",
        "4.2 卫生间四周墙根做 200 高 C20 混凝土反坎，与墙同厚。",
        "4.3 管道井壁待设备管线安装后砌筑，每层楼板处封堵。",
        "4.4 墙体留洞见建施、设施图；结构墙留洞见结施图。",
        "4.5 两种材料墙体交接处，粉刷前加钉耐碱玻纤网，每边不小于 150。",
        "",
        "五、楼地面",
        "5.1 卫生间、厨房、阳台低于相邻楼面 20，并向地漏找坡 1%。",
        "5.2 分户楼板设 5 厚减振垫，计权标准化撞击声压级不大于 65 dB。",
        "5.3 首层地面下设 40 厚挤塑聚苯板保温层。",
    )


def _second() -> tuple[str, ...]:
    return (
        "六、屋面工程",
        "6.1 倒置式上人屋面，3+4 厚 SBS 改性沥青防水卷材，80 厚挤塑聚苯板（B1）。",
        "6.2 屋面排水组织见建施-06，雨水管采用 D110 UPVC 管。",
        "",
        "七、门窗工程",
        "7.1 外窗为断热铝合金 Low-E 中空玻璃窗（6+12A+6），传热系数 2.0 W/(㎡·K)。",
        "7.2 外窗气密性 7 级、水密性 4 级、抗风压 4 级、隔声 4 级。",
        "7.3 卧室门洞宽度不小于 900，厨房、卫生间门洞宽度不小于 800。",
        "7.4 窗台低于 900 者设防护栏杆，自可踏面起不低于 900。",
        "7.5 防火门应具备自闭功能，双扇防火门设顺序器；常开防火门能自行关闭并反馈信号。",
        "7.6 防火门、人防门均采用经认证的定型产品。",
        "",
        "八、建筑防火",
        "8.1 地上每个住宅单元每层建筑面积小于 650 ㎡，设一座防烟楼梯间，屋面连通。",
        "8.2 楼梯间前室与消防电梯前室合用，使用面积 26.6 ㎡，大于 6.0 ㎡。",
        "8.3 户门为乙级防火门；楼梯间、前室门为乙级防火门，向疏散方向开启。",
        "8.4 地下汽车库为一个防火分区，面积小于 4000 ㎡（设自动喷水灭火系统）。",
        "8.5 管道井检修门为丙级防火门；电缆井、管道井每层封堵。",
        "8.6 外墙保温材料为 A 级；屋面保温材料为 B1 级，周边设 500 宽 A 级防火隔离带。",
        "8.7 消防车道、登高操作场地见总施-01。",
        "8.8 地下室疏散：利用两个单元的楼梯间，首层采用防火隔墙与地上分隔。",
        "",
        "九、无障碍与适老",
        "9.1 各单元入口为平坡出入口；候梯厅、轿厢满足无障碍要求。",
        "9.2 无障碍电梯：DT-1、DT-3，轿厢尺寸 1400×1600，可容纳担架。",
        "",
        "十、节能",
        "10.1 气候分区：寒冷 B 区；体形系数 0.28；窗墙比：南 0.42，北 0.26，东西 0.05。",
        "10.2 外墙：70 厚岩棉板，K=0.42；屋面：80 厚 XPS，K=0.32 W/(㎡·K)。",
        "10.3 居住建筑节能率 75%；设太阳能热水系统，每户 1 套。",
        "",
        "十一、绿色建筑与装配式",
        "11.1 按《绿色建筑评价标准》GB/T 50378-2019 一星级设计。",
        "11.2 采用预制叠合楼板、预制楼梯，装配率 50%。",
        "",
        "十二、室内环境",
        "12.1 卧室、起居室采光系数不低于 2.0%，窗地比不小于 1/7。",
        "12.2 住宅内允许噪声级：卧室昼间不大于 40 dB(A)，夜间不大于 30 dB(A)。",
    )


def _third() -> tuple[str, ...]:
    d = FACTS.air_defence
    return (
        "十三、人防工程（防空地下室）专篇",
        "13.1 本工程地上 18 层，基础埋深大于 3 m，按首层建筑面积修建防空地下室。",
        f"13.2 战时功能：{d.wartime_use}；平时功能：{d.peacetime_use}；掩蔽人数 "
        f"{d.people} 人。",
        f"13.3 抗力等级：{d.grade}；防化等级：丁级；一个防护单元、四个抗爆单元。",
        f"13.4 人防建筑面积：{d.built_area} ㎡。",
        f"13.5 防护面积：{d.protected_area} ㎡。",
        f"13.6 口部外通道面积：{d.passage_area} ㎡。",
        f"13.7 掩蔽面积：{d.shelter_area} ㎡。",
        "13.8 战时主要出入口设于室外（1 轴西侧），次要出入口利用 1 单元楼梯间；",
        "     出入口门洞净宽之和不小于掩蔽人数每 100 人 0.3 m。",
        "13.9 防护密闭门、密闭门均采用定型产品，平战转换措施见防施-01。",
        "13.10 早期转换 30 天内、临战转换 15 天内、紧急转换 3 天内完成。",
        "",
        "十四、防雷与技防",
        "14.1 建筑物按第二类防雷建筑物设计，详电施。",
        "14.2 单元入口设可视对讲系统；首层、顶层外窗预留红外报警。",
        "",
        "十五、其他",
        "15.1 施工中应严格执行国家现行施工验收规范。",
        "15.2 图中未尽事宜应及时与设计单位协商解决。",
        "15.3 本套图纸须经施工图审查合格后方可施工。",
        "15.4 本图为系统演示样本，所有名称均为虚构。",
    )


def _areas() -> Table:
    d = FACTS.air_defence
    rows = (
        ("人防四项面积", "数值 (㎡)", "计算范围"),
        ("建筑面积", f"{d.built_area}", "外墙外边线，含口部"),
        ("防护面积", f"{d.protected_area}", "最外一道防护密闭门以内"),
        ("口部外通道面积", f"{d.passage_area}", "最外一道防护密闭门以外"),
        ("掩蔽面积", f"{d.shelter_area}", "供掩蔽人员使用的有效面积"),
    )
    return Table("人防工程面积表", (62, 40, 120), rows, 9.0, 3.3)
