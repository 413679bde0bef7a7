"""The site of a study: executed notebooks, a front page and a page a document, as HTML that needs no network.

``build_site(folder, site)`` takes a study's processed folder (notebooks, documents.parquet, findings.parquet …)
and writes the site. Sphinx with myst-nb and the book theme makes the pages; words of our own come from
templates, every text of a document is escaped before it reaches one.
"""

from gouji.publish.site import build_site

__all__ = ["build_site"]
