"""The Chinese catalogue: what is added stays, what is broken is refused."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from config.messages import (
    CATALOGUE,
    BadTable,
    Translation,
    add,
    compile_catalogue,
    faults,
    missing,
    read_table,
)
from config.msgids import Msgid, msgids_of_code, msgids_of_template


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    return tmp_path / "zh/LC_MESSAGES/django.po"


def spoken(catalogue: Path) -> gettext.GNUTranslations:
    with compile_catalogue(catalogue).open("rb") as file:
        return gettext.GNUTranslations(file)


def test_what_is_added_is_spoken(catalogue: Path) -> None:
    add(read_table("Window\t窗口\nopen\t待审\tcase state\nopen\t打开\n"), catalogue)

    chinese = spoken(catalogue)

    assert chinese.gettext("Window") == "窗口"
    assert chinese.gettext("open") == "打开"
    assert chinese.pgettext("case state", "open") == "待审"


def test_a_plural_is_spoken(catalogue: Path) -> None:
    add(read_table("%(n)s day||%(n)s days\t%(n)s 天"), catalogue)

    assert spoken(catalogue).ngettext("%(n)s day", "%(n)s days", 5) == "%(n)s 天"


def test_a_line_break_survives(catalogue: Path) -> None:
    add(read_table("one\\ntwo \\\\n\t一\\n二 \\\\n"), catalogue)

    assert spoken(catalogue).gettext("one\ntwo \\n") == "一\n二 \\n"


def test_the_order_of_adding_does_not_show_in_the_file(tmp_path: Path) -> None:
    some, others = [Translation("b", "乙")], [Translation("a", "甲")]
    for name, order in [("x", [some, others]), ("y", [others, some])]:
        for part in order:
            add(part, tmp_path / name / "django.po")

    first, second = tmp_path / "x/django.po", tmp_path / "y/django.po"
    assert first.read_bytes() == second.read_bytes()


def test_another_translation_replaces_and_is_told(catalogue: Path) -> None:
    add([Translation("seal", "盖章")], catalogue)

    told = add([Translation("seal", "签章")], catalogue)

    assert told == ["'seal': '盖章' becomes '签章'"]
    assert spoken(catalogue).gettext("seal") == "签章"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("only one column", "columns"),
        ("a\tb\tc\td", "columns"),
        ("%(days)s left\t剩 %(day)s 天", "placeholders differ"),
        ("%s left\t剩余", "placeholders differ"),
        ("day\t", "empty"),
        ("end\\n\t结束", "line break"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(line: str, why: str) -> None:
    with pytest.raises(BadTable, match=rf"line 2: .*{why}"):
        read_table(f"fine\t好\n{line}\n")


def test_two_who_add_at_once_lose_nothing(catalogue: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from config.messages import *\n"
        "for n in range(12): add([Translation(f'{sys.argv[2]}{n}', '字')],"
        " Path(sys.argv[1]))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(catalogue), name])
        for name in "ab"
    ]
    assert [one.wait() for one in both] == [0, 0]

    assert catalogue.read_text().count('msgstr "字"') == 24


def test_an_empty_and_a_fuzzy_entry_are_faults(catalogue: Path) -> None:
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "乙"\n\n'
        'msgid "c %(x)s"\nmsgstr "丙"\n'
    )
    assert faults(catalogue) == [
        "empty: 'a'",
        "fuzzy: 'b'",
        "placeholders differ: 'c %(x)s'",
    ]


def test_what_code_and_templates_use_is_found_missing(
    catalogue: Path, tmp_path: Path
) -> None:
    (tmp_path / "reviews/templates").mkdir(parents=True)
    (tmp_path / "reviews/names.py").write_text('A = gettext("told")\nB = _("new")\n')
    (tmp_path / "reviews/templates/page.html").write_text('{% translate "shown" %}')
    add([Translation("told", "说过")], catalogue)

    assert [line.split("\t")[0] for line in missing(tmp_path, catalogue)] == [
        "new",
        "shown",
    ]


def test_messages_of_code_are_read() -> None:
    source = (
        'gettext_lazy("plain"); pgettext("ctx", "with"); ngettext("one", "many", n);'
        'Sentence("a reason", {}); gettext(name); print("not a message");'
        'translation.gettext("in two " "parts")'
    )
    assert set(msgids_of_code(source)) == {
        Msgid("", "plain"),
        Msgid("ctx", "with"),
        Msgid("", "one", "many"),
        Msgid("", "a reason"),
        Msgid("", "in two parts"),
    }


def test_messages_of_a_template_are_read() -> None:
    source = (
        '{% translate "short" %}{% trans \'with\' context "ctx" as x %}'
        "{% translate name %}"
        "{% blocktranslate with a=b trimmed %}\n  by {{ a }},\n  100%\n"
        "{% endblocktranslate %}"
        "{% blocktranslate count n=n %}one{% plural %}{{ n }} many"
        "{% endblocktranslate %}"
        '{{ value|default:_("none") }}{% include "x" with title=_("A title") %}'
        '{# {% translate "in a comment" %} #}'
    )
    assert set(msgids_of_template(source)) == {
        Msgid("", "short"),
        Msgid("ctx", "with"),
        Msgid("", "by %(a)s, 100%%"),
        Msgid("", "one", "%(n)s many"),
        Msgid("", "none"),
        Msgid("", "A title"),
    }


def test_chinese_sentences_have_chinese_marks() -> None:
    han = r"[\u4e00-\u9fff]"
    narrow = re.compile(rf"{han}[,:;!?(]|[,;!?)]{han}|: ?{han}")
    found = {}
    for entry in polib.pofile(str(CATALOGUE)):
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            bare = re.sub(r"%\(\w+\)s", "词", said)
            if narrow.search(bare):
                found[entry.msgid] = said

    assert not found
