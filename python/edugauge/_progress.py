"""How far a long call is: a bar of tqdm, where tqdm is installed and somebody is watching."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["show_progress"]

VARIABLE = "EDUGAUGE_PROGRESS"

_NAMES = {"reading": ("edugauge: reading", "B"), "replicates": ("edugauge: replicates", "")}

_shown = os.environ.get(VARIABLE, "").strip().lower() not in ("0", "off", "no", "false")


def show_progress(on: bool = True) -> None:
    """Switch the progress bars of long calls on or off, for this session.

    A call of more than a second shows how far it is, where tqdm is installed and stderr is a terminal or a
    notebook; nothing is shown otherwise. ``EDUGAUGE_PROGRESS=off`` in the environment switches it off from
    the beginning.

    Args:
        on: Whether bars are shown.

    Raises:
        InvalidArgumentError: neither True nor False.

    Examples:
        >>> import edugauge as eg
        >>> eg.show_progress(False)

    长时间计算的进度条（需装 tqdm）：开或关。
    """
    global _shown
    _shown = on


class Bar:
    """A bar, or nothing at all."""

    def __init__(self, stage: str, total: int) -> None:
        self._bar: Any = None
        if _shown and find_spec("tqdm") is not None:
            from tqdm.auto import tqdm  # type: ignore[import-untyped]

            name, unit = _NAMES[stage]
            self._bar = tqdm(total=total, desc=name, unit=unit, unit_scale=True, leave=False, disable=None)

    def show(self, done: int) -> None:
        """Move the bar to so much."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


bar = Bar
