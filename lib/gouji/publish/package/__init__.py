"""The data package of a study: CSV and Parquet under one dictionary, a DuckDB file, a descriptor, a research object crate."""

from gouji.publish.package.build import build_package

__all__ = ["build_package"]
