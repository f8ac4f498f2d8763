"""Texts from strangers' files as every database can keep them."""


def storable(text: str) -> str:
    """The text without what PostgreSQL or UTF-8 refuse: U+0000 and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
