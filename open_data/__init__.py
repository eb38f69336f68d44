"""Plain HTTP beside the app: the API, the pages' HTML shells, assets and the security around them."""
