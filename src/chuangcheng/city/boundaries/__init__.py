"""Boundaries from a file to shapes that fit together, without the database.

`read` tells what a file says, `placing` brings it to WGS-84, `topology` finds what does not fit and
`mending` makes it fit, `numbering` gives codes to grids that come without.
"""
