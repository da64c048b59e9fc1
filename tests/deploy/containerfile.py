"""Reader of a Containerfile that carries its steps out in a directory, without a container engine.

What an engine would do inside the image happens below a scratch directory of each stage: absolute paths that the file
names are put below it, in commands too, and are otherwise run as written. The base image is this machine: its Python
and its coreutils. Libraries are not downloaded again: those of the running interpreter count as installed.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

PLACES = re.compile(r"(?<![\w./])/(?=(?:opt|build|var/lib|tmp)\b)")
"""Where a path begins that belongs to the image."""


@dataclass
class Stage:
    """A stage of the build: its root directory, and what was set for the processes in it."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    directory: str = "/"
    user: str = ""
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def inside(self, text: str) -> str:
        """The same text with the image's paths below the stage's root."""
        return PLACES.sub(f"{self.root}/", text)

    def path(self, text: str) -> Path:
        """A path of the image, where it is on this machine."""
        return self.root / (Path(self.directory) / text).relative_to("/")

    def variables(self) -> dict[str, str]:
        """The environment of a process of the image, with this machine's libraries and programs."""
        own = {name: self.inside(value) for name, value in self.environment.items()}
        libraries = sysconfig.get_path("purelib")
        path = f"{own.get('PATH', '')}:{os.environ['PATH']}".lstrip(":")
        return {"PYTHONPATH": libraries, "LANG": "C.UTF-8", **own, "PATH": path}


def build(file: Path, context: Path, scratch: Path) -> Stage:
    """Carry out all steps; returns the last stage. Raises CalledProcessError with what a step complained of."""
    arguments: dict[str, str] = {}
    stages: dict[str, Stage] = {}
    stage = Stage(scratch)
    for word, rest in instructions(file):
        rest = re.sub(r"\$\{(\w+)\}", lambda match: arguments.get(match[1], match[0]), rest)
        match word:
            case "ARG":
                name, _, value = rest.partition("=")
                arguments[name] = value
            case "FROM":
                name = rest.split(" AS ")[1] if " AS " in rest else "last"
                stage = stages[name] = Stage(scratch / name)
                stage.root.mkdir(parents=True)
            case "COPY":
                _copy(rest.split(), stages, stage, context)
            case "RUN":
                _run(rest, stage)
            case "ENV":
                stage.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
            case "WORKDIR":
                stage.directory = rest
                stage.path(rest).mkdir(parents=True, exist_ok=True)
            case "USER":
                stage.user = rest
            case "CMD":
                stage.command = json.loads(rest)
            case "HEALTHCHECK":
                stage.health = json.loads(rest[rest.index("CMD ") + 4 :])
            case "EXPOSE":
                pass
            case _:
                raise ValueError(f"{word} is an instruction that this reader does not know")
    return stage


def instructions(file: Path) -> list[tuple[str, str]]:
    """Each instruction and what follows it, without comments."""
    lines = [line.strip() for line in file.read_text().splitlines()]
    return [
        (line.split(None, 1)[0], line.split(None, 1)[1])
        for line in lines
        if line and not line.startswith("#")
    ]


def _copy(words: list[str], stages: dict[str, Stage], stage: Stage, context: Path) -> None:
    """As an engine does: what is in a directory is copied, not the directory."""
    origin = context
    if words[0].startswith("--from="):
        origin = stages[words.pop(0).removeprefix("--from=")].root
    *sources, target = words
    for name in sources:
        source, place = origin / name.lstrip("/"), stage.path(target)
        if source.is_dir():
            skip = shutil.ignore_patterns("__pycache__") if origin == context else None
            shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True, ignore=skip)
        else:
            place = place / source.name if target.endswith("/") else place
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place)


def _run(command: str, stage: Stage) -> None:
    done = subprocess.run(
        ["sh", "-euc", stage.inside(command)],
        cwd=stage.path("."),
        env=stage.variables(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"RUN {command}\n{done.stdout}{done.stderr}")
