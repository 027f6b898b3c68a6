"""Everything that reads the city.

Nouns of this package have no owner: whoever may see the city (`SEE_CITY`) sees all of it,
so `visible_to` gives everything to them and nothing to anyone else.
"""
