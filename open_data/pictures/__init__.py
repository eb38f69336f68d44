"""Pictures drawn on the server, for pages and files that run no script: charts as SVG and PNG, and cards to share.

The same Vega-Lite dictionaries that the app draws become pictures here, in the same face. Nothing is fetched: a
specification that points to another file is refused. What was drawn is kept, up to a number of bytes.
"""

from open_data.pictures.charts import png, svg
from open_data.pictures.errors import PictureError
from open_data.pictures.social import social_picture

__all__ = ["PictureError", "png", "social_picture", "svg"]
