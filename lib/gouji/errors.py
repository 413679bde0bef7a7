"""What gouji refuses, each with file, page, what is wrong and what to do about it.

A ``Refusal`` reaches the user as one line on standard error and exit status 2, never as a traceback.
"""

from __future__ import annotations


class Refusal(Exception):
    """Input or usage that cannot be worked with. ``str()`` is the one line shown to the user."""

    what = "cannot be used"
    remedy = ""

    def __init__(self, subject: str, what: str | None = None, remedy: str | None = None, page: int | None = None):
        self.subject, self.page = subject, page
        self.what = what or type(self).what
        self.remedy = remedy or type(self).remedy
        place = f"{subject}, page {page}" if page else subject
        super().__init__(" ".join(f"{place}: {self.what}{'; ' + self.remedy if self.remedy else ''}".split()))


class FileMissing(Refusal):
    what, remedy = "no such file", "check the path"


class NotAPdf(Refusal):
    what, remedy = "not a PDF", "give the PDF as published (a web page or a Word file must be saved as PDF first)"


class Encrypted(Refusal):
    what, remedy = "encrypted and cannot be opened without its password", "save a copy without a password"


class Damaged(Refusal):
    what, remedy = "damaged or cut short, cannot be opened", "download it again"


class StudyInvalid(Refusal):
    what, remedy = "not a valid study", "see docs/studies.md"
