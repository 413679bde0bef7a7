"""Statutory forms: grids joined into whole tables, headers flattened, forms recognised, documents identified.

``understand(reading)`` is the one public function; ``catalogue()`` lists the declared forms.
"""

from gouji.forms.declared import catalogue
from gouji.forms.understand import understand

__all__ = ["catalogue", "understand"]
