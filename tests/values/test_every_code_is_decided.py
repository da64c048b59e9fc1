"""No code of a vocabulary falls into a default: every table in the source that meets codes decides each of them.

Tables made with ``decided`` and ``selected`` see to it themselves, and so does a ``match`` that ends in
``assert_never``. All others are found by reading the source: a dictionary, or a collection that is a constant, has
every code of its vocabulary or stands below with the codes that it leaves out on purpose.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

import incidents
from incidents.codebook import (
    AffiliationKind,
    Certainty,
    EditionKind,
    EventType,
    GradeAbout,
    Jointly,
    Licence,
    LocationType,
    NameKind,
    Outcome,
    RelationKind,
    ResponsibleFor,
    Role,
    RowVerdict,
    Script,
    TimeOfDay,
    WorkflowState,
)
from incidents.codebook.base import Coded
from incidents.record import document as d
from incidents.record.words import claims
from tests.record import documents as make

SOURCE = Path(incidents.__file__).parent
VOCABULARIES = {codes.__name__: codes for codes in Coded.__subclasses__()}
HELPERS = {"decided", "selected"}

LEFT_OUT: dict[str, Set[Coded]] = {
    # The fast lane asks three of the questions.
    "GRADES": {GradeAbout.PLACE_AND_TIME},
    # Desk: states and what may be done in them.
    "WORKED_ON": {
        WorkflowState.IN_REVIEW, WorkflowState.APPROVED, WorkflowState.PUBLISHED,
        WorkflowState.RETRACTED, WorkflowState.MERGED, WorkflowState.WITHHELD,
    },
    "STANDING": {WorkflowState.RETRACTED, WorkflowState.MERGED, WorkflowState.WITHHELD},
    "BEING_WORKED_ON": {WorkflowState.PUBLISHED, WorkflowState.RETRACTED, WorkflowState.MERGED, WorkflowState.WITHHELD},
    "REOPENED_BY_EDIT": {
        WorkflowState.DRAFT, WorkflowState.CHANGES_REQUESTED, WorkflowState.RETRACTED,
        WorkflowState.MERGED, WorkflowState.WITHHELD,
    },
    "CLOSED": {
        WorkflowState.DRAFT, WorkflowState.CHANGES_REQUESTED, WorkflowState.IN_REVIEW,
        WorkflowState.APPROVED, WorkflowState.PUBLISHED,
    },
    "OUT_OF_FORCE": {
        WorkflowState.DRAFT, WorkflowState.CHANGES_REQUESTED, WorkflowState.IN_REVIEW,
        WorkflowState.APPROVED, WorkflowState.PUBLISHED,
    },
    # Compiling.
    "_PARTIES": {Role.MEDIATOR, Role.MENTIONED},
    "ENDANGERING": {
        Outcome.KILLED, Outcome.WOUNDED, Outcome.KILLED_OR_WOUNDED, Outcome.DIED_LATER, Outcome.MISSING,
        Outcome.RELEASED, Outcome.DISPLACED, Outcome.FOUND_DEAD,
    },
    "SURE_ENOUGH": {Certainty.POSSIBLE, Certainty.UNKNOWN},
    "DIRECT": {
        RelationKind.PART_OF, RelationKind.SECURITY_FORCE_OF, RelationKind.SPLINTER, RelationKind.SUCCESSOR,
        RelationKind.OPPOSED,
    },
    "SPEAKS_FOR": {AffiliationKind.FUNDED, AffiliationKind.ALIGNED},
    # Imports.
    "_WIDEST": {EventType.DEMONSTRATION},
    "_TO_SETTLE": set(RowVerdict) - {RowVerdict.CREATED},
    "CHANGING": set(RowVerdict) - {RowVerdict.UPDATED},
    "_OWN_COLUMNS_ONLY": set(RowVerdict) - {RowVerdict.REFRESHED, RowVerdict.RETRACTED},
    # Places and names.
    "_LEVELS": {LocationType.LOCALITY, LocationType.SITE},
    "_levels": {LocationType.COUNTRY, LocationType.LOCALITY, LocationType.SITE},
    "_name": set(Script) - {Script.LATIN, Script.ARABIC},
    "_KINDS": {NameKind.FORMER, NameKind.HOSTILE},
    # The log.
    "TOMBSTONES": {EditionKind.PUBLISHED, EditionKind.CORRECTED, EditionKind.REFRESHED},
    "_explanations": {EditionKind.PUBLISHED, EditionKind.CORRECTED, EditionKind.REFRESHED},
    "_USUAL": {
        EditionKind.CORRECTED, EditionKind.RETRACTED, EditionKind.MERGED, EditionKind.WITHHELD,
    },
    # What is public.
    "SPDX": {Licence.OWN, Licence.RESTRICTED},
    "NOMINAL_HOUR": {TimeOfDay.UNKNOWN},
    "_parts_of_day": {TimeOfDay.UNKNOWN},
    "_from_parts_of_day": {TimeOfDay.UNKNOWN},
}  # fmt: skip
"""By the name of the constant or, for a dictionary within one, of the function."""


@dataclass(frozen=True)
class CodeTable:
    """A table over the codes of one vocabulary as it stands in the source."""

    name: str
    where: str
    codes: frozenset[Coded]

    @property
    def missing(self) -> set[Coded]:
        vocabulary = type(next(iter(self.codes)))
        left_out = {code for code in LEFT_OUT.get(self.name, ()) if isinstance(code, vocabulary)}
        return set(vocabulary) - self.codes - left_out


class Reader(ast.NodeVisitor):
    """Collects the tables of a module, and the matches that do not end in ``assert_never``."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.tables: list[CodeTable] = []
        self.open_matches: list[str] = []
        self._names = [""]
        self._in_function = False

    def visit_Call(self, node: ast.Call) -> None:
        if not (isinstance(node.func, ast.Name) and node.func.id in HELPERS):
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outside, self._in_function = self._in_function, True
        self._names.append(node.name)
        self.generic_visit(node)
        self._names.pop()
        self._in_function = outside

    def visit_Assign(self, node: ast.Assign) -> None:
        self._visit_assigned(node.targets[0], node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._visit_assigned(node.target, node)

    def visit_Dict(self, node: ast.Dict) -> None:
        self._add(node, [key for key in node.keys if key is not None])
        self.generic_visit(node)

    def visit_Match(self, node: ast.Match) -> None:
        patterns = [part for case in node.cases for part in ast.walk(case.pattern)]
        over_codes = any(code_of(part.value) for part in patterns if isinstance(part, ast.MatchValue))
        if over_codes and "assert_never" not in ast.unparse(node.cases[-1].body[-1]):
            self.open_matches.append(f"{self.path}:{node.lineno} in {self._names[-1]}")
        self.generic_visit(node)

    def _visit_assigned(self, target: ast.expr, node: ast.Assign | ast.AnnAssign) -> None:
        """A constant, which may be a collection of codes: ``{…}``, ``(…)``, ``[…]`` or ``frozenset({…})``."""
        if not isinstance(target, ast.Name) or self._in_function:
            self.generic_visit(node)
            return
        value = node.value.args[0] if isinstance(node.value, ast.Call) and node.value.args else node.value
        self._names.append(target.id)
        if isinstance(value, ast.Set | ast.Tuple | ast.List) and len(value.elts) > 1:
            self._add(value, value.elts)
        self.generic_visit(node)
        self._names.pop()

    def _add(self, node: ast.expr, parts: list[ast.expr]) -> None:
        codes = [code for part in parts if (code := code_of(part))]
        if codes and len({type(code) for code in codes}) == 1:
            self.tables.append(CodeTable(self._names[-1], f"{self.path}:{node.lineno}", frozenset(codes)))


def code_of(node: ast.expr) -> Coded | None:
    """The code that ``EventType.BATTLE`` or ``EventType.BATTLE.value`` stands for."""
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in VOCABULARIES:
        return VOCABULARIES[node.value.id].__members__.get(node.attr)
    return None


def modules() -> Iterator[Reader]:
    """The codebook is left out, which says what belongs to what, and so are invented examples and migrations."""
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith("codebook/") and "/demo/" not in name and "migrations/" not in name:
            reader = Reader(name)
            reader.visit(ast.parse(path.read_text()))
            yield reader


@pytest.fixture(scope="module")
def read() -> list[Reader]:
    return list(modules())


def test_every_table_decides_every_code(read):
    undecided = [
        f"{table.where} {table.name} does not decide {', '.join(sorted(table.missing))}"
        for module in read
        for table in module.tables
        if table.missing
    ]
    assert undecided == []


def test_what_a_table_is_said_to_leave_out_it_leaves_out(read):
    tables = [table for module in read for table in module.tables if table.name in LEFT_OUT]
    assert {table.name for table in tables} == set(LEFT_OUT)
    assert [table.where for table in tables if table.codes & LEFT_OUT[table.name]] == []


def test_every_match_over_codes_ends_in_assert_never(read):
    assert [place for module in read for place in module.open_matches] == []


@pytest.mark.parametrize("code", ResponsibleFor)
def test_each_kind_of_responsibility_has_a_sentence_of_its_own(code):
    shared = {name: getattr(make.statement(), name) for name in d.Claim.__struct_fields__}
    claim = d.ResponsibilityClaim(
        **shared, actors=[], description="Gunmen", jointly=Jointly.SOLE, responsible_for=code
    )
    others = [
        msgspec.structs.replace(claim, responsible_for=other) for other in ResponsibleFor if other != code
    ]
    assert claims.responsibility(claim) not in {claims.responsibility(other) for other in others}
