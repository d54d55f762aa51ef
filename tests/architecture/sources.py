"""The program's own files, read for the rules of the house."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_OWN = ("webapp", "tests", "bench", "migrations", "deploy")


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders, by default all of ours."""
    found = [path for folder in folders or _OWN for path in (ROOT / folder).rglob("*.py")]
    top = [] if folders else list(ROOT.glob("*.py"))
    return sorted(found + top)


def files(folder: str, *endings: str) -> list[Path]:
    """Every file below the folder with one of these endings, foreign ones left out."""
    found = [path for ending in endings for path in (ROOT / folder).rglob(f"*.{ending}")]
    return sorted(path for path in found if "vendor" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """How the rules name a file: relative to the repository."""
    return path.relative_to(ROOT).as_posix()


def module(path: Path) -> str:
    """The dotted name under which the program imports a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every name that a file imports, with its line: 'webapp.models.base.db', 'os.path'."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{'.' * node.level}{node.module or ''}.{alias.name}", node.lineno


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every call of a file as it is written, with its line: 'session.commit', 'datetime.now'."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def defines(path: str, names: list[str]) -> bool:
    """Whether the file of this project defines the first name, and that one the next, and so on."""
    if not (ROOT / path).is_file():
        return False
    bodies = [tree(ROOT / path).body]
    for name in names:
        bodies = [
            node.body
            for body in bodies
            for node in body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        ]
    return bool(bodies)
