"""EXPERIMENTAL: SM2, SM3 and electronic seals after GB/T 38540, in plain Python.

For trials alone. Nothing here was certified or runs in constant time; keys lie in files; the
text of the standards was not at hand, and no common reader of PDF judges such a seal. What
is sealed with it says so on its picture and in every verdict (docs/seals.md).
"""
