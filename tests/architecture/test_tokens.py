"""A form that is sent by POST carries its token, also where its fragment stands alone."""

import re
from typing import Final

from tests.architecture.sources import kept, name_of

TOKEN: Final = "{% csrf_token %}"
INCLUDE: Final = re.compile(r"{%\s*include \"([^\"]+)\"([^%]*)%}")
TEXTS: Final = {
    name_of(path).partition("templates/")[2]: path.read_text(encoding="utf-8")
    for path in kept()
    if "templates" in path.parts and path.suffix == ".html"
}


def test_fragments_with_forms_are_there() -> None:
    assert any(TOKEN in text for text in TEXTS.values())


def test_a_fragment_that_is_included_with_only_gets_the_token_of_its_form() -> None:
    # `only` takes the token away as well, and the form would be answered with 403
    without = {
        (name, fragment)
        for name, text in TEXTS.items()
        for fragment, words in INCLUDE.findall(text)
        if words.split()[-1:] == ["only"]
        and TOKEN in TEXTS.get(fragment, "")
        and "csrf_token=csrf_token" not in words
    }

    assert not without
