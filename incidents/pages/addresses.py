"""Where things are: the address of every subject's page, of its editions and of the same record as JSON."""

from ..record.subjects import Subject, subject_of

FOLDERS = {subject: subject.folder for subject in Subject}


def page_of(public_id: str) -> str:
    """``/incidents/INC-000042/``. Raises ``ValueError`` for what is no public id."""
    return f"/{FOLDERS[subject_of(public_id)]}/{public_id}/"


def edition_page(public_id: str, number: int) -> str:
    return f"{page_of(public_id)}editions/{number}/"


def json_of(public_id: str, number: int | None = None) -> str:
    """The same document, or one edition of it, in the API."""
    page = page_of(public_id) if number is None else edition_page(public_id, number)
    return f"/api/v1{page}"
