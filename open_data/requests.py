"""What an API request asks for, and the answer when it asks for something that does not exist."""

from collections.abc import Collection, Mapping
from typing import Any

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse

from data_access.errors import PortalError, UnknownCodeError, UnknownParameterError
from data_access.nearest import nearest
from data_access.portal import Served, served

MOST_VALUES = 200


def values_by_parameter(query: QueryParams) -> dict[str, list[str]]:
    """Each parameter with all its values, in the order given."""
    found: dict[str, list[str]] = {}
    for name, value in query.multi_items():
        found.setdefault(name, []).append(value)
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


def take_choice(parameters: dict[str, list[str]], name: str, options: tuple[str, ...]) -> str:
    """The one value of a parameter that may take only ``options``; empty where it is absent."""
    value = take(parameters, name)
    if value and value not in options:
        raise UnknownCodeError(name, value, nearest(value, options) or options[0])
    return value


def take_number(parameters: dict[str, list[str]], name: str, default: int, most: int) -> int:
    """The one whole number from 0 to ``most`` of a parameter."""
    value = take(parameters, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most):
        raise UnknownCodeError(name, value, str(most))
    return int(value)


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
    return JSONResponse(body, status, media_type="application/problem+json", headers=OPEN_HEADERS)


OPEN_HEADERS = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
