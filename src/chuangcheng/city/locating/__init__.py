"""Which region holds a position: an index over the shapes of a city, without the database.

Regions of one level tile the city, so neighbours share their borders. A position on a border belongs
to the region with the smallest code among those that touch it: always to one, and always
to the same one, whoever asks.
"""

from chuangcheng.city.locating.index import Index, Located, Placed

__all__ = ["Index", "Located", "Placed"]
