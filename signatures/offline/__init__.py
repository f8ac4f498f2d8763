"""A program of one file that judges issued files in any browser, without our server."""
