"""The description of the API as an OpenAPI 3.1 document, made from the catalogue and the column dictionaries."""
