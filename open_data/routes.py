"""Every plain address beside the pages."""

from open_data import api, editions, embed, feed, figures, files, health, lists, measures, search, sitemap, stocktake
from open_data.openapi.document import openapi_json
from open_data.read import pages as read_pages
from open_data.read_only import Route
from open_data.wards_geojson import wards_geojson


def api_routes() -> list[Route]:
    """The API and the health checks, with a catch-all so that a wrong API address is a 404 and no page."""
    return [
        Route("/api/v1/observations.json", api.observations_json),
        Route("/api/v1/observations.csv", api.observations_csv),
        Route("/api/v1/commitments.json", api.commitments_json),
        Route("/api/v1/commitments.csv", api.commitments_csv),
        Route("/api/v1/observations.xlsx", files.observations_xlsx),
        Route("/api/v1/observations.ods", files.observations_ods),
        Route("/api/v1/observations.csv-metadata.json", files.observations_metadata),
        Route("/api/v1/commitments.xlsx", files.commitments_xlsx),
        Route("/api/v1/commitments.ods", files.commitments_ods),
        Route("/api/v1/commitments.csv-metadata.json", files.commitments_metadata),
        Route("/api/v1/dictionary.csv", files.dictionary),
        Route("/api/v1/stocktake/{name}", stocktake.stocktake_csv),
        Route("/api/v1/wards.geojson", wards_geojson),
        Route("/api/v1/indicators", lists.indicators),
        Route("/api/v1/indicators/{indicator_id}", lists.indicator),
        Route("/api/v1/measures.json", measures.measures_json),
        Route("/api/v1/measures.csv", measures.measures_csv),
        Route("/api/v1/areas", lists.areas),
        Route("/api/v1/ethnic-groups", lists.ethnic_groups),
        Route("/api/v1/search.json", search.search_json),
        Route("/api/v1/openapi.json", openapi_json),
        Route("/api", api.not_found),
        Route("/api/{rest:path}", api.not_found),
        Route("/figure/{figure_id:path}", figures.one_figure),
        Route("/editions/", editions.listing),
        Route("/editions/latest", editions.latest),
        Route("/editions/{edition}.zip", editions.whole_edition),
        Route("/editions/{edition}/changes.csv", editions.changes),
        Route("/editions/{edition}/{path:path}", editions.sealed_path),
        Route(feed.PATH, feed.feed),
        Route(sitemap.PATH, sitemap.sitemap),
        Route("/robots.txt", sitemap.robots),
        Route("/read", read_pages.read),
        Route("/read/{page:path}", read_pages.read),
        Route("/embed", embed.embedded),
        Route("/embed/{view:path}", embed.embedded),
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
    ]
