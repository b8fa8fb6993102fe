"""The command line: ``python -m edugauge`` and the console script ``edugauge``."""

from __future__ import annotations

import signal
import sys

from edugauge._core import cli_run


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Ctrl-C must stop a long read at once; Python's own handler would wait for Rust to return.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(cli_run(sys.argv[1:]))


if __name__ == "__main__":
    main()
