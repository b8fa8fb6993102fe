"""The console script ``edugauge``: the compiled command line alone.

``import edugauge`` also imports what belongs to every family of indicators, and most of the time of
``edugauge --version`` would be spent on it. A package of its own runs none of that, nor ``typing``, nor the
``enum`` behind ``signal``.
"""

import _signal  # type: ignore[import-not-found]
import sys
from importlib.machinery import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _core() -> "Any":
    """Load the compiled module from beside the library, without the library."""
    library = PathFinder.find_spec("edugauge")
    places = library.submodule_search_locations if library else None
    found = PathFinder.find_spec("_core", places)
    if found is None or found.loader is None:
        raise ImportError("edugauge is installed without its compiled module")
    module: Any = found.loader.create_module(found)
    found.loader.exec_module(module)
    return module


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Ctrl-C must stop a long read at once; Python's own handler would wait for Rust to return.
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    sys.exit(_core().cli_run(sys.argv[1:]))
