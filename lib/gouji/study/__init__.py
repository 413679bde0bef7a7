"""Studies: a YAML file in, data, executed notebooks and a site out.

``load`` reads and validates a study, ``run`` executes it (data step, notebooks, site), ``new`` makes one
of an analyst's own PDFs, ``open_study`` is what a notebook calls to get its tables. The steps: ``spec``
(what a study may say), ``keys`` (what makes a cached result stale), ``data`` (documents → ledger,
findings), ``execute`` (papermill), ``run`` (order, progress, moving into place).
"""

from gouji.study.new import new
from gouji.study.opened import OpenedStudy, open_study
from gouji.study.run import Summary, run
from gouji.study.spec import Study, load

__all__ = ["OpenedStudy", "Study", "Summary", "load", "new", "open_study", "run"]
