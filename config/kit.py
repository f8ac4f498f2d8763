"""The page that shows every part of the house, with sample values; for development only."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.templatetags.house import TONES, icon_names

_ZONE = ZoneInfo("Asia/Shanghai")


class SampleForm(forms.Form):
    """One field of each kind; two of them are wrong on purpose."""

    use = forms.CharField(label="工程名称", help_text="与规划许可证一致", max_length=40)
    kind = forms.ChoiceField(
        label="工程类别", choices=[("h", "一类高层住宅"), ("i", "工业厂房")]
    )
    due = forms.DateField(
        label="承诺日期", widget=forms.DateInput(attrs={"type": "date"})
    )
    remark = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    ending = forms.ChoiceField(
        label="办理结论",
        widget=forms.RadioSelect,
        choices=[("a", "受理"), ("b", "一次性补正告知"), ("c", "容缺受理")],
    )
    agreed = forms.BooleanField(label="我已核对目录与版次")


def kit(request: HttpRequest) -> HttpResponse:
    """Show every part of the house."""
    form = SampleForm({"use": "清和苑 3# 住宅楼", "kind": "h", "ending": "c"})
    context = {
        "kit": sample(),
        "form": form,
        "nav": [
            {"url": "#", "label": "我的项目", "count": 2, "current": True},
            {"url": "#", "label": "资料库", "count": 0, "current": False},
            {"url": "#", "label": "通知", "count": 0, "current": False},
        ],
        "bell": {"url": "#", "count": 3},
        "city": "云溪市",
    }
    return render(request, "kit.html", context)


def sample() -> dict[str, object]:
    """Sample values for every part, as the mock-ups tell them."""
    return {**_case(), **_progress(), **_words()}


def _at(month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=_ZONE)


def _case() -> dict[str, object]:
    return {
        "city": "云溪市",
        "project": "清和苑 3# 住宅楼",
        "code": "LS-2026-0417",
        "project_code": "项目代码 2026-371399-70-03-018846",
        "facts": [("地址", "滨河路以北、文昌街以东"), ("类别", "一类高层住宅")],
        "area": 24318.6,
        "height": 79.8,
        "due": _at(11, 23, 17, 30),
        "step": "复审",
        "turn": "轮到您",
        "turn_title": "还有 3 条意见未答复",
        "turn_text": "已答复 12 / 15。全部答复并上传修改图后即可一次送回，两个部门同时复审。",
        "not_counted": "整改期不计入审查时限",
        "go_on": "继续答复",
        "back_by": "请在 11-18 周三 前送回",
        "opinions": [
            {
                "number": number,
                "sector": sector,
                "grade": grade,
                "text": text,
                "place": place,
            }
            for number, sector, grade, text, place in (
                (
                    "消-01",
                    "fire",
                    "mandatory",
                    "LT-1 疏散门应向疏散方向开启",
                    "建施-05 · 4–5 轴 / D",
                ),
                (
                    "建-03",
                    "housing",
                    "shall",
                    "次卧门洞净宽不足 0.90 m",
                    "建施-05 · 2–3 轴 / B",
                ),
                ("建-08", "housing", "advice", "门窗表与平面编号不一致", "建施-18"),
            )
        ],
        "columns": ["图号", "图名", "核对结果", "同源度", "处理"],
        "orders": ["先看问题", "按专业", "按目录顺序"],
        "table_note": "1 件待补，1 项提醒",
        "rows": [
            {
                "number": number,
                "name": name,
                "state": state,
                "word": word,
                "same": same,
                "verb": verb,
            }
            for number, name, state, word, same, verb in (
                ("建施-05", "标准层平面图", "warn", "差异待确认", 97.8, "看差异"),
                ("结施-11", "三层梁配筋图", "dwg_only", "缺 PDF", 0, "补传"),
                ("建施-01", "图纸目录", "ok", "一致", 100.0, "预览"),
                ("建施-03", "地下一层平面图", "run", "比对中 64%", 64, "预览"),
            )
        ],
        "page": Paginator(range(128), 25).page(2),
    }


def _progress() -> dict[str, object]:
    steps = ("填报", "上传", "受理", "并联审查", "修改复审", "出件")
    when = ("10-21", "10-23", "10-26", "10-27 – 11-04", "第 2 轮", "预计 11-25 前后")
    states = ("done", "done", "done", "done", "now", "next")
    first = {"kind": "done", "start": 0, "label": "首审 7 日"}
    own = {"kind": "builder", "start": 40, "end": 86, "label": "修改中"}
    return {
        "steps": [
            {"name": name, "when": day, "state": state}
            for name, day, state in zip(steps, when, states, strict=True)
        ],
        "lanes_title": "三个部门的进度",
        "lanes_note": "自 10-26 受理起，并联进行",
        "ticks": [
            {"at": 0, "label": "10-26"},
            {"at": 38, "label": "11-04"},
            {"at": 86, "label": "今天 11-12"},
        ],
        "lanes": [
            {
                "sector": sector,
                "name": name,
                "parts": parts,
                "state": state,
                "label": label,
                "said": said,
                "used": used,
            }
            for sector, name, parts, state, label, said, used in (
                (
                    "housing",
                    "住建 · 施工图",
                    [{**first, "end": 38}, own],
                    "warn",
                    "等您修改",
                    "9 条，2 条未答复",
                    "承诺 7 日，实用 6 日",
                ),
                (
                    "fire",
                    "消防设计审查",
                    [{**first, "end": 32}, own],
                    "warn",
                    "等您修改",
                    "5 条，1 条未答复",
                    "承诺 7 日，实用 5 日",
                ),
                (
                    "airdefence",
                    "人防",
                    [{**first, "end": 38}],
                    "ok",
                    "通过",
                    "1 条建议，已答复",
                    "承诺 7 日，实用 7 日",
                ),
            )
        ],
        "moments": [
            {
                "at": _at(11, 11, 16, 40),
                "title": "您答复了 12 条意见",
                "text": "设计单位 吕工 上传新版 6 张",
                "mine": True,
            },
            {
                "at": _at(11, 4, 15, 20),
                "title": "第 1 轮意见告知书送达",
                "text": "共 15 条，其中强条 1 条",
                "url": "#",
                "url_label": "下载",
            },
            {
                "at": _at(11, 3, 17, 5),
                "title": "人防审查通过",
                "text": "市人防办，1 条建议",
            },
            {
                "at": _at(10, 26, 9, 12),
                "title": "逾期提醒",
                "text": "政务服务中心 窗口 06",
                "late": True,
            },
        ],
        "jobs": [
            _job(1, "running", 94, "比对图纸"),
            _job(2, "queued", 0, "盖章"),
            _job(3, "failed", 38, "读取 DWG"),
            _job(4, "done", 100, "生成告知书"),
        ],
        "stages": ["授权", "签名 57 / 130", "送达"],
    }


def _job(pk: int, state: str, percent: int, title: str) -> dict[str, object]:
    return {
        "pk": pk,
        "state": state,
        "percent": percent,
        "total": 0 if state == "queued" else 256,
        "done": 256 * percent // 100,
        "title": title,
        "note": "结施-21 节点大样.pdf",
        "error": "文件读到一半中断，其余图纸继续处理。" if state == "failed" else "",
        "is_open": state in {"running", "queued"},
    }


def _words() -> dict[str, object]:
    tones = (
        ("ok", "区域已改"),
        ("warn", "待会商"),
        ("late", "逾期 2 个工作日"),
        ("run", "审查中"),
        ("near", "邻近已改"),
        ("none", "未开始"),
    )
    assert {tone for tone, _ in tones} <= set(TONES)  # noqa: S101
    return {
        "states": tones,
        "sectors": [
            ("housing", "建-01"),
            ("fire", "消-01"),
            ("airdefence", "人-02"),
            ("planning", "规-01"),
            ("meteorology", "气-01"),
        ],
        "grades": ["mandatory", "shall", "advice"],
        "person": "李工",
        "unit": "市消防审验科",
        "file": "建施-05 标准层平面图.dwg",
        "tiles": [
            {"tone": tone, "count": count, "label": label}
            for tone, count, label in (
                ("warn", 7, "需要处理"),
                ("late", 1, "目录有，文件无"),
                ("ok", 117, "一致"),
                ("run", 5, "处理中"),
            )
        ],
        "figures": [
            {"tone": tone, "label": label, "value": value, "unit": unit, "note": note}
            for tone, label, value, unit, note in (
                ("", "在审", 146, "件", "较上月 +12"),
                ("ok", "按期办结率", 98.4, "%", "目标 97"),
                ("warn", "3 日内到期", 9, "件", "今天到期 2 件"),
                ("late", "逾期", 2, "件", "均已告知申请人"),
            )
        ],
        "clause": "GB 55037-2022 第 7.1.4 条 第 2 款",
        "clause_before": "建筑高度大于 18 m 的住宅，室内疏散楼梯的净宽度",
        "clause_word": "不应",
        "clause_after": "小于 1.1 m。",
        "used": "个工作日由部门使用",
        "used_note": "法定上限 15 · 承诺首审 7 + 复审 3",
        "all": "全部 23 条",
        "empty": "还没有意见",
        "empty_text": "在图上画一处标注，就会得到一个编号。",
        "broken": "图纸没有打开",
        "broken_text": "读取服务没有回应。已写的意见都在；请稍后再试。",
        "note": "规划数据由市自然资源局接口核验。发证后系统自动取证，本项自行销号。",
        "outcomes": [
            ("受理", "材料齐全，当场出受理单"),
            ("容缺受理", "1 件，承诺 11-20 前补交"),
        ],
        "icons": sorted(name for name in icon_names() if not name.startswith("shape-")),
    }
