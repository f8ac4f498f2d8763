"""Search over every sheet that a person may see.

`seeing` says which revisions those are, and in which case; `asking` what can be asked;
`finding` answers with cases, sheets and the places on them; `directly` with what a query
names outright: a case, a sheet, an opinion; `leading` makes the addresses.
"""
