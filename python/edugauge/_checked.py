"""Public functions say what they expected where an argument is of a wrong type."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import types
import typing
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Integral, Real
from os import PathLike
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from edugauge import _core
from edugauge._frames import ArrowStream, is_frame
from edugauge.exceptions import InvalidArgumentError

__all__ = ["check_arguments", "refused", "wrong_argument"]

_F = TypeVar("_F", bound=Callable[..., Any])

_FRAME = (
    "路径、数据框（polars、pandas、pyarrow 等）或「列名：单元格列表」的字典",
    "a path, a frame (polars, pandas, pyarrow, …) or a dict of lists",
)

_PLAIN: dict[object, tuple[str, str]] = {
    str: ("文字", "a text"),
    int: ("整数", "a whole number"),
    float: ("数", "a number"),
    Decimal: ("数", "a number"),
    bool: ("True 或 False", "True or False"),
    type(None): ("None", "None"),
    _core.Exam: ("read_scores 等读出的考生", "an Exam (from read_scores or read_score_table)"),
    _core.Table: ("read_table 读出的小表", "a Table (from read_table)"),
    _core.Items: ("read_items 读出的小题表", "Items (from read_items)"),
    _core.Frame: ("数据框", "a frame"),
    _core.Tally: ("Tally（计数表）", "a Tally"),
}


def wrong_argument(name: str, found: object, expected: tuple[str, str]) -> InvalidArgumentError:
    """Make the exception; the value itself is shown only where it is short and plain."""
    kind = type(found).__name__
    plain = isinstance(found, (int, float, Decimal)) and len(repr(found)) <= 40
    shown = f"{found!r} ({kind})" if plain else kind
    if _core.message_language() == "zh":
        return InvalidArgumentError(f"参数 {name} 的值是「{shown}」，应为{expected[0]}", "EG-206")
    return InvalidArgumentError(f'argument {name}: found "{shown}", expected {expected[1]}', "EG-206")


def refused(zh: str, en: str) -> InvalidArgumentError:
    """Make the exception of an argument, in the language of messages."""
    return InvalidArgumentError(zh if _core.message_language() == "zh" else en, "EG-206")


def _test(hint: Any, written: bool) -> Callable[[Any], bool]:
    """How to tell whether a value is of an annotated type, as far as that shows without using it up.

    With ``written``, a number may be a text: what it says is judged where all arguments are texts.
    """
    origin, inner = get_origin(hint), get_args(hint)
    if hint is Any or hint is object or isinstance(hint, TypeVar):
        return lambda value: True
    if origin is Union or origin is types.UnionType:
        tests = [_test(one, written) for one in inner]
        return lambda value: any(test(value) for test in tests)
    if origin is Literal:
        # Which texts there are, the registry knows better, in both languages.
        return _test(Union[tuple({type(choice) for choice in inner})], written)  # noqa: UP007
    if origin is tuple:
        return _test_of_tuple(inner, written)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        if _is_column(inner[1]):
            return lambda value: isinstance(value, Mapping)
        of_key, of_value = (_test(one, written) for one in inner)
        return lambda value: (
            isinstance(value, Mapping) and all(of_key(key) and of_value(one) for key, one in value.items())
        )
    if origin is not None and isinstance(origin, type) and issubclass(origin, Iterable):
        return _test_of_iterable(origin, inner, written)
    if origin is PathLike or hint is PathLike:
        return lambda value: isinstance(value, PathLike)
    if hint is ArrowStream:
        return is_frame
    if hint in (int, float):
        kinds = (Integral,) if hint is int else (Real, Decimal)
        texts = (str,) if written else ()
        return lambda value: isinstance(value, texts) or (isinstance(value, kinds) and not _is_truth(value))
    if hint is bool:
        return _is_truth
    return lambda value: not isinstance(hint, type) or isinstance(value, hint)


def _test_of_tuple(inner: tuple[Any, ...], written: bool) -> Callable[[Any], bool]:
    if inner[1:] == (...,):
        return lambda value: isinstance(value, tuple)
    tests = [_test(one, written) for one in inner]
    return lambda value: (
        isinstance(value, tuple)
        and len(value) == len(tests)
        and all(test(one) for test, one in zip(tests, value, strict=True))
    )


def _test_of_iterable(origin: type, inner: tuple[Any, ...], written: bool) -> Callable[[Any], bool]:
    of_one = _test(inner[0], written) if inner else None

    def test(value: Any) -> bool:
        if isinstance(value, (str, bytes, Mapping)):
            return False
        # Arrays and series of other libraries are no `Sequence`, and are good.
        is_array = hasattr(value, "__iter__") and hasattr(value, "__len__")
        if not isinstance(value, origin) and not is_array:
            return False
        return of_one is None or not isinstance(value, Collection) or all(map(of_one, value))

    return test


def _is_column(hint: Any) -> bool:
    """Whether it is what a dict of lists holds, which the core judges column by column."""
    origin = get_origin(hint)
    return hint is object or (isinstance(origin, type) and issubclass(origin, Sequence))


def _is_truth(value: object) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def _expected(hint: Any) -> tuple[str, str]:
    """Say in Chinese and in English what an annotation allows."""
    parts = list(dict.fromkeys(_parts(hint)))
    if _PLAIN[float] in parts:
        parts = [part for part in parts if part != _PLAIN[int]]
    if _FRAME in parts:
        # A frame is said together with the path beside it.
        parts = [part for part in parts if part not in (_PLAIN[str], _PATH, _MAPPING)]
    return "、".join(zh for zh, _ in parts), " or ".join(en for _, en in parts)


_PATH = ("路径", "a path")
_MAPPING = ("字典", "a dict")

# These go to the core as numbers, all others as texts.
_NUMBERS = ("year", "years", "allowed_percent")


def _plural(one: str) -> str:
    words = (word.removeprefix("a ") for word in one.split(" or "))
    return " / ".join(
        word
        if word.startswith(("one of", "an ", "True", "list", "dict")) or word.endswith("s")
        else f"{word}s"
        for word in words
    )


def _parts(hint: Any) -> Iterable[tuple[str, str]]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Union or origin is types.UnionType:
        for one in inner:
            if one is not type(None):
                yield from _parts(one)
    elif origin is Literal:
        said = ", ".join(repr(choice) for choice in inner)
        yield f"{said} 之一", f"one of {said}"
    elif origin is tuple:
        yield "元组", "a tuple"
    elif hint is ArrowStream:
        yield _FRAME
    elif origin is PathLike or hint is PathLike:
        yield _PATH
    elif origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = (_expected(one) for one in inner)
        if _is_column(inner[1]):
            yield _MAPPING
        else:
            yield f"字典（{key[0]} → {value[0]}）", f"a dict of {_plural(key[1])} to {_plural(value[1])}"
    elif origin is not None and isinstance(origin, type) and issubclass(origin, Iterable):
        one = _expected(inner[0]) if inner else ("值", "value")
        yield f"列表（每项为{one[0]}）", f"a list of {_plural(one[1])}"
    elif hint in _PLAIN:
        yield _PLAIN[hint]
    elif isinstance(hint, type):
        yield hint.__name__, f"a {hint.__name__}"


def _check(function: Callable[..., Any]) -> Callable[..., None]:
    # At the first call: most functions of the package are not called by most programs.
    @functools.cache
    def signature() -> inspect.Signature:
        return inspect.signature(function)

    @functools.cache
    def tests() -> dict[str, tuple[Any, Callable[[Any], bool]]]:
        """The type of each parameter, with what tells whether a value is of it."""
        found = {}
        for name, annotation in function.__annotations__.items():
            of_parameter = signature().parameters.get(name)
            if of_parameter is None or of_parameter.kind is inspect.Parameter.VAR_KEYWORD:
                continue
            # Types of libraries that are not imported are left to whoever needs them.
            with contextlib.suppress(NameError):
                is_text = isinstance(annotation, str)
                hint = eval(annotation, function.__globals__) if is_text else annotation
                found[name] = hint, _test(hint, name not in _NUMBERS)
        return found

    def check(given: tuple[Any, ...], named: dict[str, Any]) -> None:
        for name, value in signature().bind(*given, **named).arguments.items():
            if name not in tests():
                continue
            hint, test = tests()[name]
            is_several = signature().parameters[name].kind is inspect.Parameter.VAR_POSITIONAL
            for one in value if is_several else (value,):
                if not test(one):
                    raise wrong_argument(name, one, _expected(hint))
            if name in ("year", "years") and isinstance(value, (Integral, Sequence)):
                _check_years(name, value)

    return check


def _check_years(name: str, value: Any) -> None:
    for year in (value,) if isinstance(value, Integral) else value:
        if isinstance(year, Integral) and not 1000 <= int(year) <= 9999:
            raise wrong_argument(name, year, ("四位数的年份", "a year of four digits"))


def _checked(function: _F) -> _F:
    check = _check(function)

    def call(*given: Any, **named: Any) -> Any:
        check(given, named)
        return function(*given, **named)

    # With the globals of the function's own module, by which doctest tells whose it is.
    of_module = types.FunctionType(
        call.__code__, function.__globals__, function.__name__, None, call.__closure__
    )
    return typing.cast(_F, functools.wraps(function)(of_module))


def check_arguments(names: Iterable[str], module: dict[str, Any]) -> None:
    """Make the public functions of a module, and the methods of its classes, check their arguments."""
    for name in names:
        public = module[name]
        if inspect.isfunction(public):
            checked = _checked(public)
            module[name] = checked
            # Where it is defined too, so that it can be pickled by its name.
            setattr(sys.modules[public.__module__], name, checked)
        elif inspect.isclass(public) and _has_methods(public):
            _check_methods(public)


def _has_methods(public: type) -> bool:
    is_ours = public.__module__ not in (_core.__name__, "edugauge")
    return is_ours and not issubclass(public, (tuple, BaseException))


def _check_methods(public: type) -> None:
    for name, member in list(vars(public).items()):
        plain = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if not inspect.isfunction(plain) or (name.startswith("_") and name != "__new__"):
            continue
        checked: Any = _checked(plain)
        if isinstance(member, (classmethod, staticmethod)):
            checked = type(member)(checked)
        setattr(public, name, checked)
