"""Every plain address beside the pages."""

from starlette.routing import Route

from open_data import api, editions, health, measures, stocktake
from open_data.wards_geojson import wards_geojson


def api_routes() -> list[Route]:
    """The API and the health checks, with a catch-all so that a wrong API address is a 404 and no page."""
    return [
        Route("/api/v1/observations.json", api.observations_json),
        Route("/api/v1/observations.csv", api.observations_csv),
        Route("/api/v1/commitments.json", api.commitments_json),
        Route("/api/v1/commitments.csv", api.commitments_csv),
        Route("/api/v1/stocktake/{name}", stocktake.stocktake_csv),
        Route("/api/v1/wards.geojson", wards_geojson),
        Route("/api/v1/indicators", api.indicators),
        Route("/api/v1/indicators/{indicator_id}", api.indicator),
        Route("/api/v1/measures.json", measures.measures_json),
        Route("/api/v1/measures.csv", measures.measures_csv),
        Route("/api/v1/areas", api.areas),
        Route("/api/v1/ethnic-groups", api.ethnic_groups),
        Route("/api/{rest:path}", api.not_found),
        Route("/editions/", editions.listing),
        Route("/editions/{edition}/changes.csv", editions.changes),
        Route("/editions/{edition}/{path:path}", editions.sealed_path),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
    ]
