"""The least and the most that a quantity can be, by integer programming (scipy's HiGHS)."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from world import Sparse, World

# For one programme, and for all of a year: what is not solved by then is counted as undecided.
SECONDS = 10.0
SECONDS_OF_YEAR = 60.0


@dataclass
class Range:
    low: float
    high: float
    # Whether a solve ended without an answer: then it may be wider than this.
    undecided: bool = False

    @property
    def width(self) -> float:
        return self.high - self.low


@contextmanager
def silent() -> Iterator[None]:
    """HiGHS says some things to the standard output of the process whatever it is told."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Solver:
    """All that is known of a world. Solutions are kept: one that was found for a quantity often shows that
    another has room enough too."""

    def __init__(self, world: World) -> None:
        self.size = len(world.truth)
        rows, columns, values = [], [], []
        for row, constraint in enumerate(world.constraints):
            for variable, factor in constraint.terms.items():
                rows.append(row)
                columns.append(variable)
                values.append(float(factor))
        shape = (len(world.constraints), self.size)
        matrix = csr_array((values, (rows, columns)), shape=shape)
        low = np.array([constraint.low for constraint in world.constraints])
        high = np.array([constraint.high for constraint in world.constraints])
        self.known = LinearConstraint(matrix, low, high) if world.constraints else None
        self.bounds = Bounds(np.zeros(self.size), np.array(world.most))
        self.solutions = [np.array(world.truth, dtype=float)]
        self.solved = 0
        self.spent = 0.0

    def range(self, sparse: Sparse, need: float) -> Range:
        """How far apart the values of a quantity can be, as far as is needed."""
        weights = np.zeros(self.size)
        for variable, factor in sparse.items():
            weights[variable] = float(factor)
        found = [float(weights @ solution) for solution in self.solutions]
        ends = Range(min(found), max(found))
        for sign in (1, -1):
            if ends.width >= need:
                break
            ends.undecided |= not self._search(weights, sign)
            reached = float(weights @ self.solutions[-1])
            ends.low, ends.high = min(ends.low, reached), max(ends.high, reached)
        return ends

    def _search(self, weights: np.ndarray, sign: int) -> bool:
        """Looks for the solution with the highest or lowest value; whether none is beyond the last one."""
        if self.spent > SECONDS_OF_YEAR:
            return False
        self.solved += 1
        begun = time.monotonic()
        with silent():
            outcome = milp(
                -sign * weights,
                integrality=np.ones(self.size),
                bounds=self.bounds,
                constraints=self.known,
                options={"time_limit": SECONDS, "mip_rel_gap": 0},
            )
        self.spent += time.monotonic() - begun
        if outcome.x is not None:
            self.solutions.append(np.round(outcome.x))
        return bool(outcome.status == 0)
