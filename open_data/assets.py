"""The portal's own stylesheet, script and fonts under /assets, read once at start."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "assets"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2"}
_CACHED = "public, max-age=604800"  # a week; an address with ?v= changes with its file


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    media_type: str
    version: str


def read_assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """Every file under the folder, by its path from there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _read(path) for path in paths}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain; charset=utf-8"
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:12])


def asset_address(name: str, assets: dict[str, Asset]) -> str:
    """An address that changes with the file, so that a browser never pairs a new page with an old file.

    Raises:
        KeyError: there is no such file.
    """
    return f"/assets/{name}?v={assets[name].version}"


def asset_routes(assets: dict[str, Asset]) -> list[Route]:
    """The route to every asset, and a 404 for any other address under /assets."""

    def asset(request: Request) -> Response:
        found = assets.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is no such file here.\n", 404)
        return _response(request, found)

    return [Route("/assets/{name:path}", asset)]


def _response(request: Request, asset: Asset) -> Response:
    tag = f'"{asset.version}"'
    headers = {"ETag": tag, "Cache-Control": _CACHED}
    held = {entry.strip().removeprefix("W/") for entry in request.headers.get("if-none-match", "").split(",")}
    if tag in held:
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
