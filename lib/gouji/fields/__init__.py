"""What the printed words of a form stand for: canonical columns, rows, codes, lanes.

The vocabulary is data (``declared/columns.yml``, ``declared/items.yml``, ``declared/codes/*.csv``);
this package only looks it up. ``place.figures(table)`` is the way in.
"""
