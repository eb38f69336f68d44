"""What an API request asks for, and the answer when it asks for something that does not exist."""

from collections.abc import Collection, Mapping
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse

from data_access.errors import PortalError, UnknownCodeError, UnknownParameterError
from data_access.nearest import nearest
from data_access.portal import Served, served

MOST_VALUES = 200
LONGEST_PATH = 2_048
LONGEST_QUERY = 8_192
NOTHING_HERE = "There is nothing at this address."


class RefusedValueError(UnknownCodeError):
    """A value that is refused for a reason of its own, told in ``why``."""

    def __init__(self, parameter: str, value: str, nearest: str | None, why: str) -> None:
        super().__init__(parameter, value, nearest)
        self.args = (why,)


def values_by_parameter(query: QueryParams) -> dict[str, list[str]]:
    """Each parameter with all its values, in the order given.

    Raises:
        RefusedValueError: there are more than ``MOST_VALUES`` values altogether.
    """
    found: dict[str, list[str]] = {}
    pairs = query.multi_items()
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    if len(pairs) > MOST_VALUES:
        most = max(found, key=lambda name: len(found[name]))
        why = f"An address may have {MOST_VALUES} values; this has {len(pairs)}, {len(found[most])} of “{most}”."
        raise RefusedValueError(most, "", None, why)
    return found


def take(parameters: dict[str, list[str]], name: str) -> str:
    """The one value of a parameter that is not a filter, taken out; empty where it is absent.

    Raises:
        UnknownCodeError: it is given more than once.
    """
    values = parameters.pop(name, [""])
    if len(values) > 1:
        raise UnknownCodeError(name, ", ".join(values), values[0])
    return values[0]


def take_edition(parameters: dict[str, list[str]]) -> Served:
    """The edition that an address asks for, else the one shown by default; taken out.

    Raises:
        UnknownCodeError: there is no such edition.
    """
    return served(take(parameters, "edition"))


def refuse_others(parameters: Mapping[str, list[str]], known: Collection[str]) -> None:
    """Refuse every parameter that is not one of ``known``.

    Raises:
        UnknownParameterError: there is one.
    """
    for name in parameters:
        if name not in known:
            raise UnknownParameterError(name, nearest(name, known))


def refuse_empty(parameters: Mapping[str, list[str]]) -> None:
    """Refuse a parameter that is written without a value.

    Raises:
        RefusedValueError: there is one.
    """
    for name, values in parameters.items():
        if "" in values:
            raise RefusedValueError(name, "", None, f"“{name}” has no value. Leave it out, or give it one.")


def take_choice(parameters: dict[str, list[str]], name: str, options: tuple[str, ...]) -> str:
    """The one value of a parameter that may take only ``options``; empty where it is absent."""
    value = take(parameters, name)
    if value and value not in options:
        raise UnknownCodeError(name, value, nearest(value, options) or options[0])
    return value


def take_number(parameters: dict[str, list[str]], name: str, default: int, most: int, least: int = 0) -> int:
    """The one whole number from ``least`` to ``most`` of a parameter."""
    value = take(parameters, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        near = least if value.isascii() and value.isdigit() and int(value[:10]) < least else most
        raise RefusedValueError(name, value, str(near), f"“{value}” is not a whole number from {least} to {most}.")
    return int(value)


def take_fields(parameters: dict[str, list[str]], columns: Collection[str]) -> tuple[str, ...]:
    """The columns asked for, in the order given and each once, else all; repeated or parted by commas.

    Raises:
        RefusedValueError: there is no such column.
    """
    asked = [name for value in parameters.pop("fields", []) for name in value.split(",")]
    for name in asked:
        if name not in columns:
            near = nearest(name, columns)
            hint = f" The nearest is “{near}”." if near else f" There are {', '.join(columns)}."
            raise RefusedValueError("fields", name, near, f"“{name}” is not a column here.{hint}")
    return tuple(dict.fromkeys(asked)) or tuple(columns)


def problem(error: PortalError) -> JSONResponse:
    """The error as application/problem+json, naming the wrong parameter and the nearest right one."""
    parameter, value, hint = "", "", None
    if isinstance(error, UnknownCodeError):
        parameter, value, hint = error.parameter, error.value, error.nearest
    elif isinstance(error, UnknownParameterError):
        parameter, hint = error.parameter, error.nearest
    title = "The address asks for something that does not exist."
    return problem_response(400, title, str(error), parameter, value, hint)


def problem_response(
    status: int, title: str, detail: str, parameter: str = "", value: str = "", hint: str | None = None
) -> JSONResponse:
    """A problem document with the members that every error of the API has."""
    body: Mapping[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "parameter": parameter,
        "value": value,
        "nearest": hint,
    }
    headers = {**OPEN_HEADERS, "Cache-Control": "no-store"}
    return JSONResponse(body, status, media_type="application/problem+json", headers=headers)


EXPOSED_HEADERS = (
    *("ETag", "Link", "Content-Disposition", "Retry-After"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
)
OPEN_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED_HEADERS),
    "X-Content-Type-Options": "nosniff",
}
