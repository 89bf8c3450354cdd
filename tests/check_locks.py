"""Say whether the lock files hold what pyproject.toml asks for, and whether a file names an index.

Run by CI as a script, and by the tests.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent

_LOCKED = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")
_OURS = ("*", ".ci/*", "bot/**/*", "config/**/*", "handlers/**/*", "tests/**/*")
# Where packages come from is the business of the machine that installs them.
_INDEX = re.compile(r"pypi\.(?:org|io|python)|pythonhosted\.|(?<!no-emit-)index-url[ =]", re.ASCII)


def lock_problems() -> Iterator[str]:
    """A sentence for each requirement that its lock file does not hold, with hashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"]
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": runtime,
        "requirements-dev.lock": [*runtime, *groups["dev"]],
        "requirements-build.lock": groups["build"],
    }
    for name, requirements in wanted.items():
        versions: dict[str, str] = {}
        for line in _requirements(name):
            match = _LOCKED.match(line)
            if match is None or "--hash=sha256:" not in line:
                yield f"{name}: not a locked requirement with a hash: {line[:80]}"
            else:
                versions[canonicalize_name(match[1])] = match[2]
        for requirement in map(Requirement, requirements):
            version = versions.get(canonicalize_name(requirement.name))
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                yield f"{name} does not hold {requirement}. Run `make lock`."


def index_problems() -> Iterator[str]:
    """A sentence for each file of the project that names a package index."""
    for path in sorted({path for pattern in _OURS for path in ROOT.glob(pattern)}):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        found = _INDEX.search(path.read_text(encoding="utf-8", errors="replace"))
        if found:
            yield f"{path.relative_to(ROOT)} names a package index: {found[0]}"


def _requirements(name: str) -> Iterator[str]:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line


def main() -> None:
    """Print every problem; exit with 1 when there is one."""
    problems = [*lock_problems(), *index_problems()]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    if problems:
        sys.exit(1)
    sys.stdout.write("The lock files hold what pyproject.toml asks for.\n")


if __name__ == "__main__":
    main()
