"""The command line and the words of the registry, from Python."""

from __future__ import annotations

from collections.abc import Iterable

from edugauge import _core

__all__ = ["cli_run", "explain"]


def cli_run(args: Iterable[str]) -> int:
    """Run the command line with these arguments, without the name of the program.

    Args:
        args: Such as ``["list"]``.

    Returns:
        The exit code: 0 ok, 1 findings, 2 usage or configuration, 3 input, 4 output, 5 disclosure,
        70 internal.

    Raises:
        InvalidArgumentError: what is no list of texts.

    Examples:
        >>> import edugauge as eg
        >>> eg.cli_run(["explain", "no_such_indicator"])
        2

    运行命令行，返回退出码。
    """
    return _core.cli_run(list(args))


def explain(indicator: str, lang: str | None = None) -> str:
    """What the registry says of an indicator, in words.

    Args:
        indicator: Its id, Chinese name or alias.
        lang: ``"zh"`` or ``"en"``; the language of messages if not given.

    Raises:
        InvalidArgumentError: no such indicator.

    Examples:
        >>> import edugauge as eg
        >>> eg.explain("平均分", lang="en").splitlines()[0]
        'subject_mean · subject mean'

    指标说明。
    """
    return _core.explain(indicator, lang)
