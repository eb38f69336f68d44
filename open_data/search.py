"""Search as JSON: the same answers as the page."""

from starlette.requests import Request
from starlette.responses import Response

from data_access.export import json_text
from data_access.search import LONGEST, search
from open_data.api import answers_problems
from open_data.requests import problem_response, refuse_others, take, take_edition, values_by_parameter
from open_data.responses import edition_tag, json_response, not_modified


@answers_problems
def search_json(request: Request) -> Response:
    """GET /api/v1/search.json: outcomes, commitments, wards, groups, words and pages that answer ``q``, best first."""
    parameters = values_by_parameter(request.query_params)
    repository = take_edition(parameters).repository
    query = take(parameters, "q")
    refuse_others(parameters, ("q",))
    if len(query) > LONGEST:
        title, detail = "The search is too long.", f"It has {len(query)} characters; {LONGEST} are the most."
        return problem_response(400, title, detail, "q", query[:LONGEST])
    tag = edition_tag(request, repository)
    if held := not_modified(request, tag):
        return held
    answer = search(repository, query)
    document = {
        "edition": repository.edition,
        "filters": {"q": [query]},
        "count": len(answer.results),
        "next": None,
        "rows": [{**vars(found), "address": f"/{found.address.lstrip('/')}"} for found in answer.results],
        "note": answer.note or None,
        "nearest": list(answer.nearest),
    }
    return json_response(json_text(document), tag)
