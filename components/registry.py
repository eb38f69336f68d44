"""The list of pages, as pages and the shell reach it."""

from data_access.page_list import PAGES, PageSpec, find

__all__ = ["PAGES", "PageSpec", "find"]
