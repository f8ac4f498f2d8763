"""Archives that outlive this system: how they are written, and how they are checked.

A package after BagIt (RFC 8493) in a ZIP file that compresses nothing. Pure: what is
checked needs neither database nor network.
"""
