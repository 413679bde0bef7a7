"""Where the figures of each subject's tables and answers lead: to their cell, to their formula and operands, or to the rows they count."""

from gouji.show.leads import closing, comparing, evaluating, inventory, scoring, taking, trusting
from gouji.show.leads.places import places_of

__all__ = ["closing", "comparing", "evaluating", "inventory", "places_of", "scoring", "taking", "trusting"]
