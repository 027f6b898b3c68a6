"""Halve a cloud of points again and again until there are so many heaps of like weight."""

import numpy as np

from chuangcheng.twin.ground.arrays import Floats, Ints


def heaps(points: Floats, count: int) -> list[Ints]:
    """Part points into `count` heaps, each about as large; cuts run across the longer side.

    The centres of the heaps lie like the blocks of a town, not like the cells of a honeycomb.
    """
    done: list[Ints] = []
    waiting = [(np.arange(len(points)), count)]
    while waiting:
        chosen, wanted = waiting.pop()
        if wanted == 1:
            done.append(chosen)
            continue
        first = wanted // 2
        spread = np.ptp(points[chosen], axis=0)
        order = np.argsort(points[chosen, int(spread[1] > spread[0])], kind="stable")
        cut = round(len(chosen) * first / wanted)
        cut = min(max(cut, first), len(chosen) - (wanted - first))
        waiting.append((chosen[order[cut:]], wanted - first))
        waiting.append((chosen[order[:cut]], first))
    return done
