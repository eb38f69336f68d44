"""Everything from a published file to a frame: records, catalogue, schema, ingest, repository, export."""
