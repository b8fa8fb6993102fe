"""The command line as ``python -m edugauge``; the console script ``edugauge`` is the same."""

from __future__ import annotations

from edugauge_cli import main

if __name__ == "__main__":
    main()
