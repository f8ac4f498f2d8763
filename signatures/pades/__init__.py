"""Seals on drawing sheets: pictures, places, signatures, time stamps, checks."""

import logging

# The signing library logs every refused signature with its stack, and warns of each
# signature that embeds lists without asking a network. Both are ordinary here, and the
# report of a check says them better.
for _library in ("pyhanko", "pyhanko_certvalidator", "pikepdf"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)
