"""Texts from strangers as every database can keep them, or look them up."""


def storable(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 refuse: U+0000 and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def is_key(text: str) -> bool:
    """Whether text from outside can be the key of a row: plain figures, few enough."""
    # Python reads no number of more than 4300 figures; databases keep 18 for sure.
    return text.isascii() and text.isdecimal() and len(text) < 19
