"""The read site as a folder of files: every page, chart and file, for any web server or none."""
