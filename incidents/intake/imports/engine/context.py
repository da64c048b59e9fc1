"""What a run tells those who take in its chunks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChunkContext:
    """The run, its staging table and how its rows are to be entered; goes to other processes as it is."""

    run: int
    table: str
    dataset: int
    scheme: str
    version: str
    source: str
    licence: str
    by: int
    label: str
    publish: bool
    state: str
    dry: bool = False
    whole: bool = False
    lacking: tuple[str, ...] = ()
    recoding: bool = False
    """Whether the rows are those of before, coded anew: the dataset says what it said."""
    own: bool = False
    """Whether the rows are the desk's own coding, not a dataset's."""
